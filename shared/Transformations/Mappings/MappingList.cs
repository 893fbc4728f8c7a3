using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Mappings;

/// <summary>
/// Mappings that are done at once, each from the records as they came, so that fields can change names and one field can become several.
/// What is made of a field stands in its place, what is made of a value inside it after it, constants at the end.
/// </summary>
/// <param name="mappings">The fields to make.</param>
/// <param name="keepsOthers">Whether fields that none takes stay.</param>
/// <param name="inListOrder">Whether the fields made stand in the order of the list, where no others stay.</param>
/// <param name="order">The fields that come first, in order.</param>
internal sealed class MappingList(IReadOnlyList<Mapping> mappings, bool keepsOthers, bool inListOrder, IReadOnlyList<string> order)
{
    /// <summary>The JSON Schema of both ways to write mappings.</summary>
    public static JsonObject Schema => new()
    {
        ["oneOf"] = new JsonArray(
            new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
            new JsonObject { ["type"] = "array", ["items"] = ConfigSchema.For<MappingEntry>() }),
    };

    /// <summary>The mappings that a user wrote: <c>{"old": "new"}</c> or a list of entries.</summary>
    public static IReadOnlyList<Mapping> Read(JsonElement json, string path, Problems problems)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return [.. json.EnumerateArray().Select((entry, i) => Mapping.Create(entry, $"{path}[{i}]", problems)).OfType<Mapping>()];
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.String))
                problems.Add($"{path}.{property.Name}", "must be text: the field's new name. For more, write mappings as a list of {source, target_field, ...}.");
            return [.. json.EnumerateObject().Select(property => new Mapping(FieldPath.Parse(property.Name), property.Value.ToString(), $"{path}.{property.Name}"))];
        }

        problems.Add(path, "must be an object of old and new names, or a list of {source, target_field, ...}.");
        return [];
    }

    /// <summary>Adds a problem for every name that two fields would get.</summary>
    public void CheckTargets(Problems problems)
    {
        foreach (var twice in mappings.GroupBy(mapping => mapping.Target).Where(group => group.Count() > 1))
            problems.Add(twice.Last().At, $"gives a second field the name '{twice.Key}'.");
    }

    /// <summary>The schema that comes out; adds a problem for every name that is taken.</summary>
    public Schema Describe(Schema input, string orderPath, Problems problems)
    {
        foreach (var mapping in mappings)
        {
            // The field that has the name already may go itself.
            var taken = input.IndexOf(mapping.Target);
            if (keepsOthers && taken >= 0 && !mapping.Takes(input, taken) && !mappings.Any(other => IsWhole(other, input, taken)))
                problems.Add(mapping.At, $"'{mapping.Target}' is the name of a field already; rename or remove that one first.");
            if (!mapping.IsMadeOf(input))
                mapping.Describe(input, problems);
        }

        CheckTargets(problems);

        var fields = Slots(input).Select(slot => slot.Mapping?.Describe(input, problems) ?? input[slot.Index]).ToList();
        for (var i = 0; i < order.Count; i++)
        {
            if (fields.All(field => field.Name != order[i]))
                problems.Add($"{orderPath}[{i}]", $"there is no field '{order[i]}' after the step.{Nearest.Hint(order[i], fields.Select(field => field.Name))}");
        }

        return new Schema(fields);
    }

    /// <summary>Takes down the fields made; <paramref name="changed"/> are those that the step has changed before.</summary>
    public void Trace(LineageTrace trace, IReadOnlyCollection<string> changed)
    {
        foreach (var mapping in mappings.Where(mapping => trace.Input.Count == 0 || mapping.IsMadeOf(trace.Input)))
            mapping.Trace(trace, mapping.Source is { } source && changed.Contains(source.Text));
    }

    /// <summary>The records as mapped.</summary>
    public RecordBatch Apply(RecordBatch input, StepScope scope)
    {
        var (fields, columns) = (new List<Field>(), new List<Column>());
        foreach (var (mapping, index) in Slots(input.Schema))
        {
            fields.Add(mapping?.Describe(input.Schema, []) ?? input.Schema[index]);
            columns.Add(mapping?.Make(input, scope) ?? input.Columns[index].Retain());
        }

        return new RecordBatch(new Schema(fields), [.. columns], input.RowCount, input.Partition, input.FirstOrdinal, input.IsDense ? null : input.Selection.ToArray());
    }

    private List<(Mapping? Mapping, int Index)> Slots(Schema input)
    {
        var made = mappings.Where(mapping => mapping.IsMadeOf(input)).ToList();
        var slots = new List<(Mapping? Mapping, int Index)>();
        if (!inListOrder || keepsOthers)
        {
            for (var i = 0; i < input.Count; i++)
            {
                var here = made.Where(mapping => mapping.Takes(input, i)).OrderBy(mapping => mapping.Source!.IsNested(input)).ToList();
                if (keepsOthers && !here.Any(mapping => IsWhole(mapping, input, i)) && made.All(mapping => mapping.Target != input[i].Name))
                    slots.Add((null, i));
                slots.AddRange(here.Select(mapping => ((Mapping?)mapping, -1)));
            }
        }

        slots.AddRange(made.Where(mapping => slots.All(slot => slot.Mapping != mapping)).Select(mapping => ((Mapping?)mapping, -1)));
        // Two of one name are a problem at design time; a batch whose fields were not known then keeps the first.
        return [.. slots.DistinctBy(NameOf).OrderBy(slot => Rank(NameOf(slot)))];

        string NameOf((Mapping? Mapping, int Index) slot) => slot.Mapping?.Target ?? input[slot.Index].Name;
    }

    private int Rank(string name)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] == name)
                return i;
        }

        return order.Count;
    }

    private static bool IsWhole(Mapping mapping, Schema input, int index) => mapping.Takes(input, index) && !mapping.Source!.IsNested(input);
}
