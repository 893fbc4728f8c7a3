using System.Buffers.Text;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>Values as text: numbers with their digits, moments as RFC 3339, bytes as base64, structures as JSON.</summary>
internal static class ValueText
{
    /// <summary>Bytes that hold any value which is not text or JSON already.</summary>
    public const int Room = 48;

    /// <summary>The value's text; nothing for null and absent. What must be formatted stands in <paramref name="room"/>.</summary>
    public static ReadOnlySpan<byte> Of(in Value value, Span<byte> room)
    {
        var written = 0;
        switch (value.Kind)
        {
            case ValueKind.Number:
                value.Number.TryFormat(room, out written);
                break;
            case ValueKind.Double:
                value.Double.TryFormat(room, out written, "R", CultureInfo.InvariantCulture);
                break;
            case ValueKind.Bool:
                Utf8Formatter.TryFormat(value.Long != 0, room, out written, 'l');
                break;
            case ValueKind.Moment:
                written = Iso8601.Format(value.Type, value.Long, room);
                break;
            case ValueKind.Binary:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(value.Bytes));
            default:
                return value.Bytes;
        }

        return room[..written];
    }
}
