using System.ComponentModel;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Structures;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>A list of objects as CSV text with a first line of names.</summary>
internal sealed class JsonToCsv : ValueOperation<JsonToCsv.Options>
{
    private static readonly OperationFailure NotList = new("not_a_list", "The value is no list of JSON objects.");
    private readonly StringBuilder csv = new();

    public sealed record Options
    {
        [Description("What stands between two values: one character.")]
        public string Delimiter { get; init; } = ",";
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Writes a list of objects as CSV text; its first line has the names, in the order they are first seen.",
        """{"input":[{"sku":"A-1","qty":2},{"sku":"B,2","note":null}],"output":"sku,qty,note\nA-1,2,\n\"B,2\",,\n"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on JSON.");
        return input with { Type = DataType.String, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (parameters.Delimiter.Length != 1 || parameters.Delimiter is "\"" or "\n" or "\r")
            problems.Add($"{path}.delimiter", "must be one character, and no quote or line break.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (!JsonValues.TryReadStructure(value, out var json) || json[0] != '[')
            return NotList;
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = JsonPath.Parsing.MaxDepth });
        var items = document.RootElement.EnumerateArray().ToList();
        if (items.Any(item => item.ValueKind != JsonValueKind.Object))
            return NotList;
        var names = items.SelectMany(item => item.EnumerateObject()).Select(property => property.Name).Distinct(StringComparer.Ordinal).ToList();
        csv.Clear();
        WriteLine(names);
        foreach (var item in items)
            WriteLine(names.Select(name => item.TryGetProperty(name, out var cell) ? TextOf(cell) : ""));
        result.Append(Encoding.UTF8.GetBytes(csv.ToString()));
        return null;
    }

    private void WriteLine(IEnumerable<string> values)
    {
        csv.AppendJoin(Parameters.Delimiter, values.Select(Quoted)).Append('\n');
    }

    private string Quoted(string value) =>
        value.AsSpan().IndexOfAny(['"', '\n', '\r', Parameters.Delimiter[0]]) < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string TextOf(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => cell.GetString()!,
        _ => cell.GetRawText(),
    };
}
