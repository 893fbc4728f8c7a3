using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be of a type.</summary>
internal sealed class OfType : Validation<OfType.TypeParameters>
{
    private static readonly Violation WrongType = new("wrong_type", "The value is of another type than the rule asks for.");

    private Violation wrongType = WrongType;
    private WantedType[] types = [];

    /// <summary>The types that a rule can ask for.</summary>
    internal enum WantedType
    {
        String,
        Integer,
        Number,
        Boolean,
        Date,
        Time,
        Timestamp,
        Binary,
        Object,
        Array,
    }

    public sealed record TypeParameters
    {
        [Description("The types allowed. An integer is a number without a fraction, 1.0 too; date, time and timestamp are fields of those types, not text.")]
        public required IReadOnlyList<WantedType> Types { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is of one of the types.",
        """{"parameters":{"types":["integer","boolean"]},"passes":5,"fails":5.5}""",
        WrongType);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        foreach (var type in types)
        {
            if (Is(value, type))
                return null;
        }

        return wrongType;
    }

    protected override void Prepare(TypeParameters parameters, string path, Problems problems) 
    {
        types = [.. parameters.Types];
        wrongType = WrongType with { Message = $"The value is of another type than the rule asks for: {string.Join(" or ", types.Select(type => type.ToString().ToLowerInvariant()))}." };
    }

    private static bool Is(in Value value, WantedType type) => type switch
    {
        WantedType.String => value.Kind == ValueKind.Text,
        WantedType.Integer => value.Kind switch
        {
            ValueKind.Number => value.Number.Trimmed().Scale <= 0,
            ValueKind.Double => double.IsInteger(value.Double),
            ValueKind.HugeNumber => !value.Bytes.ContainsAny(".eE"u8),
            _ => false,
        },
        WantedType.Number => value.Kind is ValueKind.Number or ValueKind.Double or ValueKind.HugeNumber,
        WantedType.Boolean => value.Kind == ValueKind.Bool,
        WantedType.Date => value is { Kind: ValueKind.Moment, Type: DataType.Date },
        WantedType.Time => value is { Kind: ValueKind.Moment, Type: DataType.Time },
        WantedType.Timestamp => value is { Kind: ValueKind.Moment, Type: DataType.Timestamp or DataType.LocalTimestamp },
        WantedType.Binary => value.Kind == ValueKind.Binary,
        WantedType.Object => value.Kind == ValueKind.Structure && value.Bytes[0] == '{',
        _ => value.Kind == ValueKind.Structure && value.Bytes[0] == '[',
    };
}
