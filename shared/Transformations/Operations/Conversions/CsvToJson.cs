using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Structures;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>CSV text inside a field as a list of objects, by the names in its first line.</summary>
internal sealed class CsvToJson : ValueOperation<CsvToJson.Options>
{
    private static readonly OperationFailure NotCsv = new("not_csv", "The value is no CSV: a quote is not closed, or a line has more values than the first has names.");
    private readonly JsonBuffer buffer = new();

    public sealed record Options
    {
        [Description("What stands between two values: one character.")]
        public string Delimiter { get; init; } = ",";
    }

    public override OperationSpec Spec => MakeSpec(
        "structure",
        "Reads CSV text inside a field as a list of objects, by the names in its first line; all values are text.",
        """{"input":"sku,qty\nA-1,2\n\"B,2\",1\n","output":[{"sku":"A-1","qty":"2"},{"sku":"B,2","qty":"1"}]}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on text.");
        return input with { Type = DataType.Json, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (parameters.Delimiter.Length != 1 || parameters.Delimiter is "\"" or "\n" or "\r")
            problems.Add($"{path}.delimiter", "must be one character, and no quote or line break.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Text || !TryReadLines(Encoding.UTF8.GetString(value.Bytes), out var lines) || lines.Any(line => line.Count > lines[0].Count))
            return NotCsv;
        var json = buffer.Start();
        json.WriteStartArray();
        foreach (var line in lines.Skip(1))
        {
            json.WriteStartObject();
            for (var i = 0; i < line.Count; i++)
                json.WriteString(lines[0][i], line[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        result.AppendJson(buffer.End());
        return null;
    }

    private bool TryReadLines(string text, out List<List<string>> lines)
    {
        lines = [];
        var (line, value, inQuotes) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (inQuotes && letter == '"' && i + 1 < text.Length && text[i + 1] == '"')
                value.Append(text[i++]);
            else if (letter == '"' && (inQuotes || value.Length == 0))
                inQuotes = !inQuotes;
            else if (inQuotes || (letter != Parameters.Delimiter[0] && letter is not ('\n' or '\r')))
                value.Append(letter);
            else if (letter == Parameters.Delimiter[0])
                Take(line, value);
            else
                End(lines, ref line, value);
        }

        End(lines, ref line, value);
        return !inQuotes && lines.Count > 0;
    }

    private static void Take(List<string> line, StringBuilder value)
    {
        line.Add(value.ToString());
        value.Clear();
    }

    // An empty line, and the second character of a line break, is no line.
    private static void End(List<List<string>> lines, ref List<string> line, StringBuilder value)
    {
        if (line.Count == 0 && value.Length == 0)
            return;
        Take(line, value);
        lines.Add(line);
        line = [];
    }
}
