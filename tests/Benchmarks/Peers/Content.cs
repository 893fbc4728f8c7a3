using System.Globalization;
using System.Numerics;
using System.Text;

namespace DataAggregator.Benchmarks.Peers;

/// <summary>
/// What somebody made, whatever its spelling: the number of records, and a sum over their hashes in which the order of records and columns,
/// quotes, trailing zeros and digits behind the sixth do not count, nor the column that holds the time of the run.
/// </summary>
/// <param name="Records">How many records.</param>
/// <param name="Hash">The sum of their hashes.</param>
internal sealed record Content(long Records, ulong Hash)
{
    private const string RunTime = "processed_timestamp";
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The content of a CSV file with a header.</summary>
    public static Content OfCsv(string path)
    {
        using var reader = new StreamReader(path);
        return OfCsv(reader);
    }

    /// <summary>The content of CSV text with a header and without line breaks in fields.</summary>
    public static Content OfCsv(TextReader reader)
    {
        var names = Fields(reader.ReadLine() ?? "");
        var order = names.Select((name, index) => (name, index)).Where(column => column.name != RunTime).OrderBy(column => column.name, StringComparer.Ordinal).Select(column => column.index).ToList();
        long records = 0;
        ulong hash = 0;
        while (reader.ReadLine() is { } line)
        {
            var fields = Fields(line);
            if (fields.Count != names.Count)
                throw new InvalidOperationException($"A record has {fields.Count} fields, not {names.Count}: {line}");
            var record = FnvOffset;
            foreach (var index in order)
                record = Add(record, Normal(fields[index]));
            hash += BitOperations.RotateLeft(record * FnvPrime, 31) * FnvPrime;
            records++;
        }

        return new Content(records, hash);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Records:N0} records, hash {Hash:x16}");

    /// <summary>FNV-1a over the characters of a field and its end.</summary>
    private static ulong Add(ulong hash, string field)
    {
        foreach (var character in field)
            hash = (hash ^ character) * FnvPrime;
        return (hash ^ '\n') * FnvPrime;
    }

    private static string Normal(string field) =>
        field.Length > 0 && (char.IsAsciiDigit(field[0]) || field[0] == '-') && decimal.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Math.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture)
            : field;

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var isPair = isQuoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"';
            if (isPair)
                field.Append(line[i++]);
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
                End();
            else
                field.Append(line[i]);
        }

        End();
        return fields;

        void End()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
