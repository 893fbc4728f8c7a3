using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Additions;

/// <summary>Other fields as text, one after the other.</summary>
internal sealed class Concatenation : Addition
{
    private readonly byte[] separator;
    private readonly NullHandling nullHandling;

    private Concatenation(Parameters parameters)
    {
        Sources = [.. parameters.SourceFields.Select(FieldPath.Parse)];
        separator = Encoding.UTF8.GetBytes(parameters.Separator);
        nullHandling = parameters.NullHandling;
    }

    public sealed record Parameters
    {
        [Description("The fields to join, in order.")]
        public required IReadOnlyList<string> SourceFields { get; init; }

        [Description("What stands between two of them.")]
        public string Separator { get; init; } = "";

        [Description("What to do about a part that is null or missing.")]
        public NullHandling NullHandling { get; init; }
    }

    /// <summary>The JSON Schema of the parameters.</summary>
    public static JsonObject Schema => ConfigSchema.For<Parameters>();

    public override DataType Type => DataType.String;

    public override bool Nullable => true;

    public override FieldPath[] Sources { get; }

    /// <summary>A concatenation with the step's parameters, or null and a problem.</summary>
    public static Concatenation? Create(JsonElement? parameters, string path, Problems problems)
    {
        if (parameters is not { } given)
        {
            problems.Add(path, "is required: {\"source_fields\": [...]}.");
            return null;
        }

        var bound = ConfigBinder.Bind<Parameters>(given, path, problems);
        if (bound is { SourceFields.Count: 0 })
            problems.Add($"{path}.source_fields", "must name at least one field.");
        return bound is null ? null : new Concatenation(bound);
    }

    public override Column Make(RecordBatch batch, StepScope scope)
    {
        var rows = scope.Rows.ToArray();
        var parts = Array.ConvertAll(Sources, source => source.Read(batch, rows));
        var builder = new BytesBuilder(DataType.String, batch.RowCount);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (AppendParts(builder, parts, row, scope.Scratch))
                builder.EndValue();
            else
                builder.AppendNull();
        }

        foreach (var part in parts)
            part.Release();
        return builder.Build();
    }

    private bool AppendParts(BytesBuilder builder, Column[] parts, int row, Scratch scratch)
    {
        var any = false;
        foreach (var part in parts)
        {
            if (nullHandling == NullHandling.Null && Value.At(part, row, scratch).Kind is (ValueKind.Null or ValueKind.Absent))
                return false;
        }

        foreach (var part in parts)
        {
            var value = Value.At(part, row, scratch);
            var missing = value.Kind is ValueKind.Null or ValueKind.Absent;
            if (missing && nullHandling == NullHandling.Skip)
                continue;
            if (any)
                Append(builder, separator);
            any = true;
            if (!missing)
                Append(builder, value);
        }

        return any;
    }

    private static void Append(BytesBuilder builder, Value value)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        Append(builder, ValueText.Of(value, room));
    }

    private static void Append(BytesBuilder builder, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(builder.GetSpan(bytes.Length));
        builder.Advance(bytes.Length);
    }
}
