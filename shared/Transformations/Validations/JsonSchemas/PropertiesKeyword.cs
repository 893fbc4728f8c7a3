using System.Text.RegularExpressions;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>properties</c>, <c>patternProperties</c>, and <c>additionalProperties</c> for those that neither names.</summary>
internal sealed class PropertiesKeyword : SchemaKeyword
{
    private readonly Dictionary<byte[], SchemaNode>.AlternateLookup<ReadOnlySpan<byte>> named;
    private readonly (Regex Pattern, SchemaNode Schema)[] patterns;
    private readonly SchemaNode? others;

    public PropertiesKeyword(string text, Dictionary<byte[], SchemaNode> named, (Regex, SchemaNode)[] patterns, SchemaNode? others)
        : base(text)
    {
        this.named = named.GetAlternateLookup<ReadOnlySpan<byte>>();
        this.patterns = patterns;
        this.others = others;
    }

    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '{')
            return true;
        for (var members = new JsonMembers(json); members.MoveNext();)
        {
            if (!MemberHolds(members.Key, members.Value, run))
                return run.FailAt(members.Key);
        }

        return true;
    }

    private bool MemberHolds(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, SchemaRun run)
    {
        var isNamed = named.TryGetValue(key, out var schema);
        if (isNamed && !schema!.Holds(value, run))
            return false;
        foreach (var (pattern, matching) in patterns)
        {
            if (!pattern.IsMatch(run.Scratch.Decode(key)))
                continue;
            isNamed = true;
            if (!matching.Holds(value, run))
                return false;
        }

        return isNamed || others is null || others.Holds(value, run);
    }
}
