using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Reads values back that <see cref="KeyEncoder"/> wrote, ascending and nulls first.</summary>
internal sealed class KeyReader
{
    private readonly KeyBuffer text = new();

    /// <summary>Appends the first value of <paramref name="key"/>, which then begins after it; null as null.</summary>
    public void Read(ref ReadOnlySpan<byte> key, ValueBuilder builder)
    {
        var keyClass = key[0];
        switch (keyClass)
        {
            case KeyClass.NullFirst:
                builder.AppendNull();
                break;
            case KeyClass.False or KeyClass.True:
                builder.Append(keyClass == KeyClass.True);
                break;
            case KeyClass.Zero:
                builder.Append(default(Decimal38));
                break;
            case KeyClass.NegativeInfinity or KeyClass.PositiveInfinity or KeyClass.NotANumber:
                builder.Append(keyClass == KeyClass.NotANumber ? double.NaN : keyClass == KeyClass.PositiveInfinity ? double.PositiveInfinity : double.NegativeInfinity);
                break;
            case KeyClass.Negative or KeyClass.Positive:
                ReadNumber(ref key, builder);
                return;
            case KeyClass.Array or KeyClass.Object:
                text.Clear();
                ReadStructure(ref key, text);
                builder.AppendJson(text.Written);
                return;
            case KeyClass.Text or KeyClass.Binary or KeyClass.RawStructure:
                key = key[1..];
                text.Clear();
                ReadEnded(ref key, text);
                Append(builder, keyClass);
                return;
            default:
                builder.AppendMoment(KeyClass.MomentOf(keyClass)!.Value, BinaryPrimitives.ReadInt64BigEndian(key[1..]) ^ long.MinValue);
                key = key[sizeof(long)..];
                break;
        }

        key = key[1..];
    }

    /// <summary>The part of a key up to the end of a field.</summary>
    /// <param name="key">The key.</param>
    /// <param name="start">Where its first field begins.</param>
    /// <param name="count">How many fields the part has.</param>
    public static ReadOnlySpan<byte> Fields(ReadOnlySpan<byte> key, int start, int count)
    {
        var rest = key[start..];
        for (var i = 0; i < count; i++)
            rest = rest[LengthOf(rest)..];
        return key[..^rest.Length];
    }

    private static int LengthOf(ReadOnlySpan<byte> key)
    {
        switch (key[0])
        {
            case KeyClass.Negative or KeyClass.Positive:
                var length = 4 + sizeof(ulong);
                // The last bit of a word says whether another follows; inverted in negative numbers.
                while ((key[length - 1] & 1) != (key[0] == KeyClass.Negative ? 1 : 0))
                    length += sizeof(ulong);
                return length;
            case KeyClass.Text or KeyClass.Binary or KeyClass.RawStructure:
                var end = 1 + key[1..].IndexOf((byte)0);
                while (key[end + 1] != 1)
                    end += 2 + key[(end + 2)..].IndexOf((byte)0);
                return end + 2;
            case KeyClass.Array or KeyClass.Object:
                var inner = 1;
                while (key[inner] != KeyClass.End)
                    inner += LengthOf(key[inner..]);
                return inner + 1;
            default:
                return KeyClass.MomentOf(key[0]) is null ? 1 : 1 + sizeof(long);
        }
    }

    /// <summary>Writes bytes as they were before <see cref="KeyBuffer.WriteEnded"/>.</summary>
    private static void ReadEnded(ref ReadOnlySpan<byte> key, KeyBuffer result)
    {
        while (true)
        {
            var zero = key.IndexOf((byte)0);
            var isEscaped = key[zero + 1] == 0xFF;
            result.Write(key[..(isEscaped ? zero + 1 : zero)]);
            key = key[(zero + 2)..];
            if (!isEscaped)
                return;
        }
    }

    private void ReadNumber(ref ReadOnlySpan<byte> key, ValueBuilder builder)
    {
        text.Clear();
        NumberKey.Read(ref key, text);
        if (builder.Type == DataType.Double)
            builder.Append(double.Parse(text.Written, CultureInfo.InvariantCulture));
        else if (Decimal38.TryParse(text.Written, out var number))
            builder.Append(number);
        else
            builder.AppendJson(text.Written);
    }

    private void Append(ValueBuilder builder, byte keyClass)
    {
        if (keyClass == KeyClass.RawStructure)
            builder.AppendJson(text.Written);
        else if (keyClass == KeyClass.Binary && builder.Type != DataType.Binary)
            builder.Append(Encoding.ASCII.GetBytes(Convert.ToBase64String(text.Written)));
        else
            builder.Append(text.Written);
    }

    private void ReadStructure(ref ReadOnlySpan<byte> key, KeyBuffer json)
    {
        var isObject = key[0] == KeyClass.Object;
        json.Write((byte)(isObject ? '{' : '['));
        key = key[1..];
        for (var i = 0; key[0] != KeyClass.End; i++)
        {
            if (i > 0)
                json.Write((byte)',');
            ReadInner(ref key, json);
            if (!isObject)
                continue;
            json.Write((byte)':');
            ReadInner(ref key, json);
        }

        key = key[1..];
        json.Write((byte)(isObject ? '}' : ']'));
    }

    private void ReadInner(ref ReadOnlySpan<byte> key, KeyBuffer json)
    {
        if (key[0] is KeyClass.Array or KeyClass.Object)
        {
            ReadStructure(ref key, json);
            return;
        }

        var value = new ValueBuilder(DataType.Json, 1);
        new KeyReader().Read(ref key, value);
        var column = (BytesColumn)value.Build();
        json.Write(column.IsNull(0) ? "null"u8 : column[0]);
        column.Release();
    }
}
