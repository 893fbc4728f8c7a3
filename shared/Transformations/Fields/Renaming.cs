using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Fields;

/// <summary>Gives a field another name, in its place; a value inside a json field becomes a field of its own after it.</summary>
/// <param name="Source">The field as it is called before.</param>
/// <param name="Target">Its name afterwards. A field that had it gives way.</param>
/// <param name="At">The JSON path of the setting, for problems.</param>
internal sealed record Renaming(FieldPath Source, string Target, string At)
{
    public Schema Describe(Schema input, Problems problems)
    {
        if (Source.Find(input, At, problems) is not { } field || Source.Text == Target)
            return input;
        var taken = input.IndexOf(Target);
        if (taken >= 0 && taken != Source.RootIndex(input))
            problems.Add(At, $"'{Target}' is the name of a field already; rename or remove that one first.");
        var renamed = field with { Name = Target };
        if (Source.IsNested(input))
            return Placement.Place(input, renamed, Source);
        var free = taken >= 0 ? input.RemoveAt(taken) : input;
        return free.Replace(Source.RootIndex(free), renamed);
    }

    public RecordBatch Apply(RecordBatch input, StepScope scope)
    {
        if (Source.Find(input.Schema) is not { } field || Source.Text == Target)
            return input.Share();
        var values = Source.Read(input, scope.Rows);
        var renamed = field with { Name = Target };
        if (Source.IsNested(input.Schema))
            return Placement.Place(input, renamed, values, Source);
        var taken = input.Schema.IndexOf(Target);
        using var free = taken >= 0 ? input.RemoveAt(taken) : input.Share();
        return free.Replace(Source.RootIndex(free.Schema), renamed, values);
    }
}
