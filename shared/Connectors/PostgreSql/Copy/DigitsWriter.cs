using System.Buffers.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes integers and decimals in COPY's text form.</summary>
internal sealed class DigitsWriter : ValueWriter
{
    /// <summary>The longest number: a sign, a zero, a point, all digits; and the separator.</summary>
    private const int MaxLength = Decimal38.MaxDigits + 4;

    private Column? column;

    public override void Bind(Column column) => this.column = column;

    public override bool TryWrite(CopyBuffer buffer, int row)
    {
        var target = buffer.Reserve(MaxLength);
        int length;
        if (column is DecimalColumn decimals)
            decimals.Values[row].TryFormat(target, out length);
        else
            Utf8Formatter.TryFormat(((FixedColumn<long>)column!).Values[row], target, out length);
        target[length] = TextForm.Tab;
        buffer.Used += length + 1;
        return true;
    }
}
