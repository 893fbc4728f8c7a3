using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be one of those listed, of the same type.</summary>
internal sealed class OneOfValues : Validation<OneOfValues.EnumParameters>
{
    private const int ShownValues = 10;
    private static readonly Violation NotListed = new("not_in_enum", "The value is none of those that the rule lists.");
    private Violation notListed = NotListed;
    private HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> texts;
    private Literal[] literals = [];

    public sealed record EnumParameters
    {
        [Description("The values allowed: text, numbers, true, false. Types matter: \"5\" is not 5.")]
        public required IReadOnlyList<JsonElement> Values { get; init; }

        [Description("Whether capital and small letters are the same.")]
        public bool CaseInsensitive { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is one of those listed.",
        """{"parameters":{"values":["new","paid","shipped"],"case_insensitive":true},"passes":"Paid","fails":"lost"}""",
        NotListed);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        if (value.Kind == ValueKind.Text && !Parameters.CaseInsensitive)
            return texts.Contains(value.Bytes) ? null : notListed;
        foreach (var literal in literals)
        {
            if (literal.IsEqualTo(value, scratch))
                return null;
        }

        return notListed;
    }

    protected override void Prepare(EnumParameters parameters, string path, Problems problems)
    {
        if (parameters.Values.Count == 0)
            problems.Add($"{path}.values", "must list at least one value.");
        literals = parameters.Values.Select((value, i) => new Literal(value, parameters.CaseInsensitive, $"{path}.values[{i}]", problems)).ToArray();
        var shown = string.Join(", ", parameters.Values.Take(ShownValues).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()));
        notListed = NotListed with { Message = $"The value is none of those that the rule lists: {shown}{(parameters.Values.Count > ShownValues ? " and more" : "")}." };
        texts = new HashSet<byte[]>(literals.Where(literal => literal.Kind == ValueKind.Text).Select(literal => literal.Utf8), new Utf8Comparer()).GetAlternateLookup<ReadOnlySpan<byte>>();
    }
}
