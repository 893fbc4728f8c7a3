using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Records;
using FsCheck;
using FsCheck.Fluent;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Random tables for round trips; they shrink by rows and by columns.</summary>
internal static class Tables
{
    private static readonly string[] Pieces =
        ["a", "", " ", "0", "007", "-1.50", "true", "null", ",", "\"", "\"\"", "'", "\n", "\r\n", "\r", "\t", ";", "=1+1", "<b>&amp;]]>", "_x0041_", "ü", "e\u0301", "🦊", "\\", "#text", "\u00a0", "2025-01-15"];

    public static DataType[] AllTypes { get; } = Enum.GetValues<DataType>();

    public static Gen<string> XmlText { get; } = Gen.Elements(Pieces).ListOf().Select(string.Concat);

    public static Gen<string> AnyText { get; } = Gen.Elements([.. Pieces, "\u0001", "\u0000", "\u001f", "\uffff"]).ListOf().Select(string.Concat);

    public static Arbitrary<Table> Of(DataType[] types, Gen<string> text, bool holdsAbsent)
    {
        var tables =
            from columns in Gen.Elements(types).ListOf()
            from rows in Row([.. columns.Take(6)], text, holdsAbsent).NonEmptyListOf()
            select new Table([.. columns.Take(6)], [.. rows]);
        return Arb.From(tables, Shrink);
    }

    private static IEnumerable<Table> Shrink(Table table)
    {
        for (var row = 0; row < table.Rows.Count && table.Rows.Count > 1; row++)
            yield return table with { Rows = [.. table.Rows.Where((_, index) => index != row)] };
        for (var column = 0; column < table.Types.Count; column++)
        {
            yield return new Table(
                [.. table.Types.Where((_, index) => index != column)],
                [.. table.Rows.Select(row => (IReadOnlyList<string?>)[.. row.Where((_, index) => index != column)])]);
        }
    }

    private static Gen<IReadOnlyList<string?>> Row(IReadOnlyList<DataType> types, Gen<string> text, bool holdsAbsent) =>
        types.Aggregate(
            Gen.Constant<IReadOnlyList<string?>>([]),
            (row, type) => from values in row from value in Value(type, text, holdsAbsent) select (IReadOnlyList<string?>)[.. values, value]);

    private static Gen<string?> Value(DataType type, Gen<string> text, bool holdsAbsent) => Gen.Frequency(
        (8, Present(type, text).Select(value => (string?)value)),
        (1, Gen.Constant<string?>("null")),
        (1, Gen.Constant(holdsAbsent ? null : "null")));

    private static Gen<string> Present(DataType type, Gen<string> text) => type switch
    {
        DataType.Bool => Gen.Elements("true", "false"),
        DataType.Int64 => Gen.Frequency((3, Long(-100, 100)), (2, Long(long.MinValue, long.MaxValue)), (1, Gen.Elements(long.MinValue, long.MaxValue, 999_999_999_999_999))).Select(value => value.ToString(CultureInfo.InvariantCulture)),
        DataType.Decimal => Decimal(),
        DataType.Double => ArbMap.Default.GeneratorFor<double>().Where(value => double.IsFinite(value) && value != 0).Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
        DataType.String => text.Select(value => JsonSerializer.Serialize(value)),
        DataType.Date => Long(-719_162, 2_932_896).Select(day => Quote(type, day)),
        DataType.Time => Long(0, 86_399_999_999).Select(time => Quote(type, time)),
        DataType.Timestamp or DataType.LocalTimestamp => from milliseconds in Long(-62_135_596_800_000, 253_402_300_799_999) from micros in Gen.Elements(0L, 0L, 1L, 999L) select Quote(type, (milliseconds * 1000) + micros),
        DataType.Binary => ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => $"\"{Convert.ToBase64String(bytes ?? [])}\""),
        _ => Gen.Elements("{\"a\":1,\"b\":[\"x\",2.50,null,true]}", "[1,2]", "{\"@k\":\"v\",\"#text\":\"t\"}", "{\"deep\":{\"er\":{\"x y\":\"007\"}}}", "12345678901234567890123", "true", "\"text\""),
    };

    private static Gen<string> Decimal() =>
        from digits in Gen.Choose(0, 9).ListOf(38)
        from length in Gen.Choose(1, 38)
        from scale in Gen.Choose(0, 38)
        from sign in Gen.Elements("", "-")
        let whole = string.Concat(digits.Take(length)).TrimStart('0')
        let number = whole.Length == 0 ? "0" : whole
        select Spell(number == "0" ? "" : sign, number, scale);

    private static string Spell(string sign, string digits, int scale)
    {
        if (scale == 0)
            return sign + digits;
        var padded = digits.PadLeft(scale + 1, '0');
        return padded.Length > 39 ? sign + digits : $"{sign}{padded[..^scale]}.{padded[^scale..]}";
    }

    private static Gen<long> Long(long low, long high) =>
        from a in Gen.Choose(0, int.MaxValue)
        from b in Gen.Choose(0, int.MaxValue)
        from c in Gen.Choose(0, 3)
        select low + (long)((UInt128)(((ulong)a << 33) | ((ulong)b << 2) | (uint)c) * (UInt128)((Int128)high - low + 1) >> 64);

    private static string Quote(DataType type, long value)
    {
        Span<byte> text = stackalloc byte[40];
        return $"\"{System.Text.Encoding.ASCII.GetString(text[..Iso8601.Format(type, value, text)])}\"";
    }
}
