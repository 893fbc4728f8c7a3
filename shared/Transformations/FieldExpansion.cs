using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Mappings;

namespace DataAggregator.Transformations;

/// <summary>Makes fields of the values inside a json field. They are named, for the fields that come out must be known before any record is read.</summary>
internal sealed class FieldExpansion : Transformation<FieldExpansion.Options>
{
    private MappingList? mappings;
    private FieldPath? source;

    public sealed record Options : StepOptions
    {
        [Description("The json field.")]
        public required string FieldName { get; init; }

        [Description("The paths inside it to make fields of: city, geo.lat, tags[0].")]
        public required IReadOnlyList<string> Fields { get; init; }

        [Description("What stands before the new names; without it the field's name and the separator.")]
        public string? Prefix { get; init; }

        [Description("What stands between the keys of a path in the new names.")]
        public string Separator { get; init; } = "_";

        [Description("Whether the json field stays.")]
        public bool Keep { get; init; }
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "field_expansion",
        "Expand a JSON field",
        TransformationCategory.Fields,
        "Makes fields of the values inside a json field.",
        new StepExample(
            """{"type":"field_expansion","field_name":"address","fields":["city","geo.lat"]}""",
            Records: """[{"name":"Jo","address":{"city":"York","geo":{"lat":53.96}}}]""",
            Result: """[{"name":"Jo","address_city":"York","address_geo_lat":53.96}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        source = FieldPath.Parse(options.FieldName);
        if (options.Fields.Count == 0)
            problems.Add($"{path}.fields", "must name at least one path inside the field.");
        var prefix = options.Prefix ?? $"{options.FieldName}{options.Separator}";
        var all = new List<Mapping>();
        for (var i = 0; i < options.Fields.Count; i++)
        {
            var inner = options.Fields[i];
            var name = inner.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Trim('.').Replace(".", options.Separator, StringComparison.Ordinal);
            if (FieldPath.ParseInner(inner) is null)
                problems.Add($"{path}.fields[{i}]", $"'{inner}' is no path; write it as city, geo.lat or tags[0].");
            all.Add(new Mapping(FieldPath.Parse(inner.StartsWith('[') ? $"{options.FieldName}{inner}" : $"{options.FieldName}.{inner}"), $"{prefix}{name}", $"{path}.fields[{i}]"));
        }

        mappings = new MappingList(all, keepsOthers: true, inListOrder: false, []);
        mappings.CheckTargets(problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (source!.Find(input, $"{path}.field_name", problems) is null)
            return input;
        var output = mappings!.Describe(input, path, problems);
        return Remains(options, input) ? output : output.RemoveAt(source.RootIndex(output));
    }

    protected override void Trace(Options options, LineageTrace trace) => mappings!.Trace(trace, []);

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        if (source!.Find(input.Schema) is null)
            return input.Share();
        var output = mappings!.Apply(input, scope);
        if (Remains(options, input.Schema))
            return output;
        using (output)
            return output.RemoveAt(source.RootIndex(output.Schema));
    }

    // A part of a larger field stays with it.
    private bool Remains(Options options, Schema input) => options.Keep || source!.IsNested(input);
}
