using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>
/// Random records and steps. The first letter of a field's name says what it holds: i an int64, d a decimal, s text, b a bool, m values of
/// several types, o an object, a an array.
/// </summary>
internal static class Generator
{
    /// <summary>How many records stand before the generated ones, so that every field is there and has its type; they are no part of the run.</summary>
    public const int Typical = 2;

    private static readonly string[] AllFields = ["i1", "i2", "d1", "d2", "s1", "s2", "b1", "m1", "o1", "a1"];
    private static readonly string[] Texts = ["ab", "Ab", "aB c", "", " x ", "a;b;;c", "o'neil's jean-luc", "É élan 3d", "5", "𐐀𐐩z"];

    public static Gen<Sample> Samples() =>
        from fields in Schemas()
        from records in Records(fields, 40)
        from otherFields in Schemas()
        from other in Records(otherFields, 8)
        from count in Gen.Choose(1, 5)
        from steps in StepLists(fields, otherFields, count)
        select new Sample(records, other, steps);

    private static Gen<string[]> Schemas() =>
        from count in Gen.Choose(3, 6)
        from shuffled in Gen.Shuffle(AllFields)
        select shuffled.Take(count).ToArray();

    private static Gen<string> Records(string[] fields, int most) =>
        from count in Gen.Choose(0, most)
        from records in Gen.ArrayOf(Record(fields), count)
        let typical = new[] { "1", "\"t\"" }.Select(mixed => Write(fields.Select(field => (field, TypicalValue(field[0], mixed)))))
        select $"[{string.Join(",\n", typical.Concat(records))}]";

    private static Gen<string> Record(string[] fields) =>
        Gen.CollectToArray(fields.Select(field => ValueOf(field[0]))).Select(values => Write(fields.Zip(values)));

    private static string Write(IEnumerable<(string Field, string Value)> values) =>
        $"{{{string.Join(',', values.Where(value => value.Value.Length > 0).Select(value => $"\"{value.Field}\":{value.Value}"))}}}";

    private static string TypicalValue(char kind, string mixed) => kind switch
    {
        'i' => "1",
        'd' => "1.5",
        's' => "\"t\"",
        'b' => "true",
        'o' => $"{{\"x\":{mixed},\"y\":\"t\"}}",
        'a' => "[1]",
        _ => mixed,
    };

    private static Gen<string> ValueOf(char kind) => Gen.Frequency((8, PresentValue(kind)), (1, Gen.Constant("null")), (1, Gen.Constant("")));

    private static Gen<string> PresentValue(char kind) => kind switch
    {
        'i' => Integers(),
        'd' => Gen.Frequency((9, Gen.Choose(-60, 60).Select(tenths => (tenths / 8m).ToString(CultureInfo.InvariantCulture))), (1, Gen.Elements("12345678901234567890123", "0.00000000001", "-99999999999999999999999999.5"))),
        's' => Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text)),
        'b' => Gen.Elements("true", "false"),
        'o' => from x in ValueOf('m') from y in ValueOf('s') select Write([("x", x), ("y", y)]),
        'a' => Gen.Choose(0, 3).SelectMany(count => Gen.ArrayOf(Gen.OneOf(PresentValue('m'), Gen.Elements("null", "{\"x\":1}")), count)).Select(items => $"[{string.Join(',', items)}]"),
        _ => Gen.OneOf(Integers(), PresentValueOfText(), Gen.Elements("true", "false", "2.5", "-0.125")),
    };

    private static Gen<string> PresentValueOfText() => Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text));

    private static Gen<string> Integers() => Gen.Frequency((19, Gen.Choose(-3, 6).Select(number => number.ToString(CultureInfo.InvariantCulture))), (1, Gen.Elements("9223372036854775807", "-9223372036854775807")));

    private static Gen<IReadOnlyList<string>> StepLists(IReadOnlyList<string> fields, string[] otherFields, int count)
    {
        if (count == 0 || fields.Count == 0)
            return Gen.Constant<IReadOnlyList<string>>([]);
        return from step in new StepGenerator(fields, otherFields).Steps()
               from rest in StepLists(FieldsAfter(step, fields, otherFields), otherFields, count - 1)
               select (IReadOnlyList<string>)[step, .. rest];
    }

    private static IReadOnlyList<string> FieldsAfter(string step, IReadOnlyList<string> fields, string[] otherFields) =>
        new ReferenceProgram(new Dictionary<string, Table> { ["other"] = new(otherFields, []) }).Run(JsonDocument.Parse($"[{step}]").RootElement, new Table(fields, [])).Fields;
}
