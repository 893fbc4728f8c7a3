using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>The records of the chaos suite: increasing integers, each with fields that follow from it, and what the steps have to make of them.</summary>
internal static class Numbers
{
    /// <summary>How many the source gives.</summary>
    public const int Count = 20_000;

    /// <summary>The steps: a broken address is rejected, every tenth record filtered, a word changed.</summary>
    public static readonly object[] Steps =
    [
        new { type = "field_validation", field_name = "email", validation_type = "email_format" },
        new { type = "record_filter", condition = new { field = "digit", @operator = "not_equals", value = 0 } },
        new { type = "field_operation", operation = "uppercase", field_name = "word" },
    ];

    /// <summary>A step that needs the whole run.</summary>
    public static readonly object Sort = new { type = "sort", fields = new[] { new { field = "word", direction = "desc" } } };

    public static int Rejected { get; } = All.Count(IsBroken);

    public static int Filtered { get; } = All.Count(n => !IsBroken(n) && n % 10 == 0);

    public static int Written { get; } = Count - Rejected - Filtered;

    /// <summary>What the destination has to hold: every number once, with its word, in order.</summary>
    public static string Content { get; } = Hash(All.Where(n => !IsBroken(n) && n % 10 != 0).Select(n => $"{n.ToString(CultureInfo.InvariantCulture)}:{Word(n).ToUpperInvariant()}"));

    private static IEnumerable<int> All => Enumerable.Range(1, Count);

    public static string Csv()
    {
        var text = new StringBuilder("n,digit,word,email\n");
        foreach (var n in All)
            text.Append(CultureInfo.InvariantCulture, $"{n},{n % 10},{Word(n)},{Email(n)}\n");
        return text.ToString();
    }

    /// <summary>A page of the numbers as JSON.</summary>
    public static string Page(int offset, int limit) =>
        $"[{string.Join(',', All.Skip(offset).Take(limit).Select(n => string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}},"digit":{{n % 10}},"word":"{{Word(n)}}","email":"{{Email(n)}}"}""")))}]";

    /// <summary>The MD5 of these lines, as PostgreSQL's <c>md5(string_agg(..., ','))</c> gives it.</summary>
    public static string Hash(IEnumerable<string> lines)
    {
#pragma warning disable CA5351 // Compared with what the database computes; nothing is kept secret by it.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(string.Join(',', lines))));
#pragma warning restore CA5351
    }

    private static bool IsBroken(int n) => n % 97 == 0;

    private static string Word(int n) => string.Create(CultureInfo.InvariantCulture, $"word {(long)n * 7919 % 1009}");

    private static string Email(int n) => IsBroken(n) ? "nobody" : "somebody@example.com";
}
