using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>
/// The place of an item in an ordered list. A page begins after the last item of the page before, never at a count of rows: it is found
/// through the index, and stays put when items are added or removed in front of it.
/// </summary>
/// <param name="Order">The order it belongs to, such as <c>-created_at</c>.</param>
/// <param name="Value">The item's value that the list is ordered by.</param>
/// <param name="Id">What tells items of one value apart.</param>
internal sealed record Keyset(string Order, string Value, string Id)
{
    private const int MaxLimit = 200;
    private const string NotOfThisList = "is not the next_cursor of this list in this order: start again without a cursor.";

    /// <summary>Where the wanted page begins; null at the start of the list.</summary>
    /// <exception cref="InvalidDocumentException">The limit is out of range, or the cursor is not one of this order.</exception>
    public static Keyset? Of(PageRequest request, string order)
    {
        var problems = new Problems();
        if (request.Limit is < 1 or > MaxLimit)
            problems.Add("limit", $"must be 1 to {MaxLimit}.");
        if (request.Query?.Contains('\0', StringComparison.Ordinal) == true)
            problems.Add("q", "must not hold the character U+0000.");
        var after = request.Cursor is { } cursor ? Decode(cursor) : null;
        if (request.Cursor is not null && after?.Order != order)
            problems.Add("cursor", NotOfThisList);
        problems.ThrowIfAny();
        return after;
    }

    /// <summary>The page of <paramref name="items"/>, which hold one more than the limit when another page follows.</summary>
    public static Page<T> Page<T>(IReadOnlyList<T> items, PageRequest request, Func<T, Keyset> place) => items.Count <= request.Limit
        ? new(items, null)
        : new([.. items.Take(request.Limit)], place(items[request.Limit - 1]).Encode());

    /// <summary>A pattern for LIKE with <c>\</c> as escape that finds <paramref name="text"/> anywhere.</summary>
    public static string Contains(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>Whole numbers as a place holds them.</summary>
    public static string Text(params ReadOnlySpan<long> numbers) => string.Join('/', numbers.ToArray().Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The number that <see cref="Text"/> made.</summary>
    /// <exception cref="InvalidDocumentException">The cursor holds none.</exception>
    public static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Foreign();

    /// <summary>The two numbers that <see cref="Text"/> made.</summary>
    /// <exception cref="InvalidDocumentException">The cursor does not hold two.</exception>
    public static (long First, long Second) Pair(string text) => text.Split('/') is [var first, var second] ? (Number(first), Number(second)) : throw Foreign();

    /// <summary>The cursor is not one of this list.</summary>
    public static InvalidDocumentException Foreign() => new([new Problem("cursor", NotOfThisList)]);

    private string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([Order, Value, Id]));

    private static Keyset? Decode(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor)) is [{ } order, { } value, { } id] && !$"{value}{id}".Contains('\0', StringComparison.Ordinal) ? new Keyset(order, value, id) : null;
        }
        catch (JsonException)
        {
            // Reported by the caller, with the field's name.
            return null;
        }
    }
}
