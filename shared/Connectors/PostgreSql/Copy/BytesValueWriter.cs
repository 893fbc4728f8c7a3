using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes texts, JSON and bytes as they are.</summary>
/// <param name="isText">Whether the bytes are text, which holds no zero byte in PostgreSQL.</param>
/// <param name="prefix">A byte before each value (<c>jsonb</c>'s version), or null.</param>
internal sealed class BytesValueWriter(bool isText, byte? prefix = null) : ValueWriter
{
    private BytesColumn? column;
    private bool hasZeroByte;

    /// <summary>Why a text with a zero byte is refused.</summary>
    public static (string Code, string Message) ZeroByte => ("zero_byte", "The text holds a zero byte (U+0000), which PostgreSQL cannot store.");

    public override (string Code, string Message) Refusal => ZeroByte;

    public override void Bind(Column column)
    {
        this.column = (BytesColumn)column;
        // One look over all values costs less than one at each, and there is hardly ever any.
        hasZeroByte = isText && this.column.Data.Contains((byte)0);
    }

    public override bool TryWrite(CopyBuffer buffer, int row)
    {
        if (hasZeroByte && column![row].Contains((byte)0))
            return false;
        var offsets = column!.Offsets;
        var length = offsets[row + 1] - offsets[row];
        if (prefix is { } version)
        {
            buffer.WriteInt32(length + 1);
            buffer.WriteByte(version);
        }
        else
        {
            buffer.WriteInt32(length);
        }

        buffer.Write(column.Data, offsets[row], length);
        return true;
    }
}
