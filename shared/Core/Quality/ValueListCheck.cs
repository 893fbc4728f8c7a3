using System.Text;
using System.Text.Json;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Quality;

/// <summary>Counts the records whose value is none of a list. A number is equal to no text; null and absent values pass.</summary>
internal sealed class ValueListCheck
{
    private readonly int expectation;
    private readonly string field;
    private readonly HashSet<(ulong Family, ulong Hash)> allowed = [];
    private readonly byte[] scratch = new byte[ValueText.ScratchBytes];
    private long failing;
    private string? example;

    public ValueListCheck(int expectation, string field, IReadOnlyList<JsonElement> values)
    {
        (this.expectation, this.field) = (expectation, field);
        foreach (var value in values)
        {
            var (type, text) = value.ValueKind switch
            {
                JsonValueKind.Number => (DataType.Decimal, Number(value)),
                JsonValueKind.True or JsonValueKind.False => (DataType.Bool, value.GetRawText()),
                JsonValueKind.String => (DataType.String, value.GetString()!),
                _ => (DataType.Json, value.GetRawText()),
            };
            allowed.Add((ValueText.FamilyOf(type), KeyHash.Of(Encoding.UTF8.GetBytes(text))));
        }
    }

    public CheckCount Count => new(expectation, failing, example);

    public void Add(RecordBatch batch)
    {
        if (batch.Find(field) is not { } column)
            return;
        var family = ValueText.FamilyOf(column.Type);
        var rows = new ProfiledRows(batch);
        for (var k = 0; k < rows.Count; k++)
        {
            if (!column.IsPresent(rows[k]))
                continue;
            var value = ValueText.Of(column, rows[k], scratch);
            if (allowed.Contains((family, KeyHash.Of(value))))
                continue;
            failing++;
            example ??= Encoding.UTF8.GetString(value[..Math.Min(value.Length, 100)]);
        }
    }

    private static string Number(JsonElement value) => Bound.TryNumber(value, out var number) ? number.Trimmed().ToString() : value.GetRawText();
}
