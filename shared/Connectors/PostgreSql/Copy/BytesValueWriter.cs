using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes texts, JSON and bytes as they are.</summary>
/// <param name="isText">Whether the bytes are text, which holds no zero byte in PostgreSQL.</param>
/// <param name="prefix">A byte before each value (<c>jsonb</c>'s version), or null.</param>
internal sealed class BytesValueWriter(bool isText, byte? prefix = null) : ValueWriter
{
    private BytesColumn? column;

    public override (string Code, string Message) Refusal => ("zero_byte", "The text holds a zero byte (U+0000), which PostgreSQL cannot store.");

    public override void Bind(Column column) => this.column = (BytesColumn)column;

    public override bool TryWrite(CopyBuffer buffer, int row)
    {
        var value = column![row];
        if (isText && value.Contains((byte)0))
            return false;
        if (prefix is { } version)
        {
            buffer.WriteInt32(value.Length + 1);
            buffer.Write([version]);
            buffer.Write(value);
        }
        else
        {
            buffer.WriteField(value);
        }

        return true;
    }
}
