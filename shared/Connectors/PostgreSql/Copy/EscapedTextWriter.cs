using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Writes texts in COPY's text form.</summary>
internal sealed class EscapedTextWriter : ValueWriter
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\0\t\n\r\\"u8);

    private BytesColumn? column;
    private bool hasSpecial;

    public override (string Code, string Message) Refusal => BytesValueWriter.ZeroByte;

    public override void Bind(Column column)
    {
        this.column = (BytesColumn)column;
        // Looks over all values at once, also at harmless ones below the space: what is found is looked at value by value.
        hasSpecial = this.column.Data.ContainsAnyInRange((byte)0, (byte)0x1F) || this.column.Data.Contains((byte)'\\');
    }

    public override bool TryWrite(CopyBuffer buffer, int row)
    {
        if (hasSpecial && column![row].ContainsAny(Special))
            return TryEscape(buffer, column[row]);
        var offsets = column!.Offsets;
        buffer.Write(column.Data, offsets[row], offsets[row + 1] - offsets[row]);
        buffer.WriteByte(TextForm.Tab);
        return true;
    }

    private static bool TryEscape(CopyBuffer buffer, ReadOnlySpan<byte> value)
    {
        if (value.Contains((byte)0))
            return false;
        var target = buffer.Reserve((value.Length * 2) + 1);
        var length = 0;
        foreach (var character in value)
        {
            var letter = character switch
            {
                (byte)'\t' => (byte)'t',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\\' => (byte)'\\',
                _ => (byte)0,
            };
            if (letter != 0)
                target[length++] = (byte)'\\';
            target[length++] = letter != 0 ? letter : character;
        }

        target[length++] = TextForm.Tab;
        buffer.Used += length;
        return true;
    }
}
