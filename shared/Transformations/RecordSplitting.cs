using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Splitting;

namespace DataAggregator.Transformations;

/// <summary>Makes several records of one: a record for each element of an array, or for each part of a text.</summary>
internal sealed class RecordSplitting : Transformation<RecordSplitting.Options>, IExpandingStep
{
    private FieldPath field = FieldPath.Parse("");
    private string target = "";
    private byte[]? separator;

    public sealed record Options : StepOptions
    {
        [Description("The field whose elements or parts become records.")]
        public required string FieldName { get; init; }

        [Description("What the parts of a text are separated by. Without it, only arrays are split.")]
        public string? Separator { get; init; }

        [Description("The field that the element or part goes to; the field itself unless given.")]
        public string? TargetField { get; init; }

        [Description("A field that the element's number goes to, from 0.")]
        public string? IndexField { get; init; }

        [Description("What becomes of a record without elements: kept with a null (keep), or left out (drop).")]
        public OnEmpty OnEmpty { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "record_splitting",
        "Split records",
        TransformationCategory.Records,
        "Makes a record of each element of an array, or of each part of a text; the other fields are repeated, up to 64 MB for one record.",
        new StepExample(
            """{"type":"record_splitting","field_name":"items","target_field":"item"}""",
            """[{"order":1,"items":[{"sku":"A"},{"sku":"B"}]},{"order":2,"items":[]}]""",
            """[{"order":1,"item":{"sku":"A"}},{"order":1,"item":{"sku":"B"}},{"order":2,"item":null}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.FieldName.Length == 0)
            problems.Add($"{path}.field_name", "is required: the field whose elements or parts become records.");
        if (options.Separator is "")
            problems.Add($"{path}.separator", "must not be empty; leave it out to split arrays.");
        field = FieldPath.Parse(options.FieldName);
        target = options.TargetField ?? options.FieldName;
        separator = options.Separator is { } text ? System.Text.Encoding.UTF8.GetBytes(text) : null;
        if (options.IndexField is { } index && (index == target || index == options.FieldName))
            problems.Add($"{path}.index_field", $"'{index}' is the name of the field that the elements go to.");
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (field.Find(input, $"{path}.field_name", problems) is { } source && source.Type is not (DataType.Json or DataType.String))
            problems.Add($"{path}.field_name", $"'{source.Name}' is {source.Type.ToString().ToLowerInvariant()}, which has no elements.");
        if (target != field.Text && input.IndexOf(target) >= 0)
            problems.Add($"{path}.target_field", $"'{target}' is the name of a field already; rename or remove that one first.");
        if (options.IndexField is { } index && input.IndexOf(index) >= 0)
            problems.Add($"{path}.index_field", $"'{index}' is the name of a field already; rename or remove that one first.");
        if (problems.Count > 0)
            return input;
        var at = Place(input);
        var schema = IsReplaced(input) ? input.Replace(at, Element(input)) : input.Insert(at, Element(input));
        return options.IndexField is { } number ? schema.Insert(at + 1, new Field(number, DataType.Int64)) : schema;
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        trace.Made(target, LineageKind.Computed, field);
        if (options.IndexField is { } number)
            trace.Made(number, LineageKind.Computed, field);
    }

    int IExpandingStep.Fitting(RecordBatch input, StepScope scope)
    {
        // A value inside a field has no more parts than the whole field.
        if (field.RootIndex(input.Schema) is var root && root < 0)
            return input.Count;
        var bytes = 0L;
        for (var i = 0; i < input.Count; i++)
        {
            var row = input.RowAt(i);
            bytes += RecordParts.MostOf(input.Columns[root], row, separator) * (BytesRepeated(input, row) + (sizeof(long) * (long)input.Columns.Length));
            if (bytes > IExpandingStep.MostBytes)
                return Math.Max(i, 1);
        }

        return input.Count;
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        var element = Element(input.Schema);
        var values = field.Read(input, scope.Rows);
        var parts = new RecordParts(element.Type, options, scope);
        using var own = MadeFields.MakeRoom(input, scope, "record_splitting", [.. new[] { target, options.IndexField }.OfType<string>().Where(name => name != field.Text)]);
        foreach (var row in scope.Rows)
        {
            if (!scope.IsRemoved(row))
                parts.Add(values, row, field.Text, BytesRepeated(own, row));
        }

        values.Release();
        var (elements, numbers, parents) = parts.Build();
        scope.Expand(parents);
        var (at, isReplaced) = (Place(own.Schema), IsReplaced(own.Schema));
        // The field that is replaced is not repeated: an array as often as it has elements would be its size squared.
        var columns = new Column[own.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = isReplaced && i == at ? elements : own.Columns[i].Take(parents);
        var schema = isReplaced ? own.Schema.Replace(at, element) : own.Schema;
        using var repeated = new RecordBatch(schema, columns, parents.Length, input.Partition, input.FirstOrdinal);
        using var shaped = isReplaced ? repeated.Share() : repeated.Insert(at, element, elements);
        if (options.IndexField is { } index)
            return shaped.Insert(at + 1, new Field(index, DataType.Int64), numbers);
        numbers.Release();
        return shaped.Share();
    }

    private long BytesRepeated(RecordBatch batch, int row) => batch.BytesOfRow(row, except: IsReplaced(batch.Schema) ? Place(batch.Schema) : -1);

    /// <summary>The element takes the place of its field; one out of a value inside a field stands after that.</summary>
    private bool IsReplaced(Schema schema) => field.RootIndex(schema) >= 0 && !field.IsNested(schema);

    private int Place(Schema schema) => field.RootIndex(schema) switch
    {
        < 0 => schema.Count,
        var root => field.IsNested(schema) ? root + 1 : root,
    };

    private Field Element(Schema schema) => new(target, field.Find(schema)?.Type == DataType.String ? DataType.String : DataType.Json);
}
