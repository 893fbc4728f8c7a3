using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The same value for every record.</summary>
internal sealed class ConstantNode : Node
{
    private readonly Column value;

    /// <summary>Takes over a column of one row, whose buffers it keeps as long as it lives.</summary>
    public ConstantNode(Column value)
        : base(value.Type, !value.IsPresent(0)) => this.value = value;

    /// <summary>Whether the value is null, which goes with every type.</summary>
    public bool IsNull => Nullable;

    /// <summary>The value as text, where it is text.</summary>
    public string? Text => !IsNull && value is BytesColumn { Type: DataType.String } text ? Encoding.UTF8.GetString(text[0]) : null;

    /// <summary>The value as an integer or a moment, where it is one.</summary>
    public long? Integer => !IsNull && value is FixedColumn<long> longs ? longs.Values[0] : null;

    /// <summary>A null of that type.</summary>
    public static ConstantNode Null(DataType type)
    {
        var result = new ResultBuilder(type, 1);
        result.SetNull(0);
        return new ConstantNode(result.Build());
    }

    /// <summary>A constant as it was written.</summary>
    public static ConstantNode Of(DataType type, object? value)
    {
        var result = new ResultBuilder(type, 1);
        switch (value)
        {
            case long integer:
                result.Set(0, integer);
                break;
            case Decimal38 number:
                result.Set(0, number);
                break;
            case bool flag:
                result.Set(0, flag);
                break;
            case string text:
                result.TrySet(0, Encoding.UTF8.GetBytes(text));
                break;
            default:
                result.SetNull(0);
                break;
        }

        return new ConstantNode(result.Build());
    }

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows) => new(value.Retain(), isConstant: true);
}
