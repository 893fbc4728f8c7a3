using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Numbers;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>Numbers as people write them.</summary>
internal sealed class FormatNumber : ValueOperation<FormatNumber.Options>
{
    private static readonly OperationFailure NotNumber = new("not_a_number", "The value is no number; cast it to decimal first.");
    private static readonly OperationFailure OutOfRange = new("number_out_of_range", "The number has more than 38 digits.");

    public sealed record Options
    {
        [Description("Digits after the point, rounded or filled up with zeros; without it, those that the number has.")]
        [Range(0, Decimal38.MaxDigits)]
        public int? Decimals { get; init; }

        [Description("Where a number goes that lies between two.")]
        public RoundingMode Mode { get; init; }

        [Description("What stands before the fraction.")]
        public string DecimalSeparator { get; init; } = ".";

        [Description("What stands between groups of three digits.")]
        public string GroupSeparator { get; init; } = "";

        [Description("What stands before the number, after its sign.")]
        public string Prefix { get; init; } = "";

        [Description("What stands after the number.")]
        public string Suffix { get; init; } = "";
    }

    public override OperationSpec Spec => MakeSpec(
        "number",
        "Writes a number as people do, with separators and so many digits after the point.",
        """{"input":-1234.5,"parameters":{"decimals":2,"decimal_separator":",","group_separator":".","suffix":" €"},"output":"-1.234,50 €"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.Int64 or DataType.Decimal or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on exact numbers; cast it to decimal first.");
        return input with { Type = DataType.String, SourceType = null };
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Number)
            return value.Kind == ValueKind.HugeNumber ? OutOfRange : NotNumber;
        try
        {
            var number = Parameters.Decimals is { } decimals ? Rounding.Round(value.Number, decimals, Parameters.Mode) : value.Number;
            result.Append(Encoding.UTF8.GetBytes(Written(number)));
            return null;
        }
        catch (OverflowException)
        {
            return OutOfRange;
        }
    }

    private string Written(Decimal38 number)
    {
        var text = number.ToString();
        var isNegative = text[0] == '-';
        var parts = text[(isNegative ? 1 : 0)..].Split('.');
        var fraction = (parts.Length > 1 ? parts[1] : "").PadRight(Parameters.Decimals ?? 0, '0');
        var whole = new StringBuilder(parts[0]);
        for (var at = parts[0].Length - 3; at > 0; at -= 3)
            whole.Insert(at, Parameters.GroupSeparator);
        return $"{(isNegative ? "-" : "")}{Parameters.Prefix}{whole}{(fraction.Length > 0 ? Parameters.DecimalSeparator : "")}{fraction}{Parameters.Suffix}";
    }
}
