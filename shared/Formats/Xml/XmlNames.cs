using System.Text;
using System.Xml;
using DataAggregator.Formats.Fields;

namespace DataAggregator.Formats.Xml;

/// <summary>Gives the names of elements and attributes numbers, and says what the fields are called.</summary>
/// <param name="options">What becomes of prefixes.</param>
internal sealed class XmlNames(XmlOptions options)
{
    private const int MaxNames = 100_000;

    private readonly Dictionary<byte[], int> elements = new(new Utf8Comparer());
    private readonly Dictionary<byte[], int> attributes = new(new Utf8Comparer());
    private readonly Dictionary<byte[], int> raw = new(new Utf8Comparer());
    private readonly Dictionary<byte[], int> numbers = new(new Utf8Comparer()) { ["#text"u8.ToArray()] = 0 };
    private readonly List<byte[]> fields = ["#text"u8.ToArray()];

    /// <summary>The number of <c>#text</c>.</summary>
    public static int Text => 0;

    /// <summary>The name of the field with that number.</summary>
    public byte[] this[int number] => fields[number];

    /// <summary>A number that the attribute's name, prefix included, has alone. It is known.</summary>
    public int Raw(ReadOnlySpan<byte> attribute) => raw.GetAlternateLookup<ReadOnlySpan<byte>>()[attribute];

    /// <summary>The number of a name; elements and attributes that make one field have one number. -1 when there are too many names.</summary>
    public int NumberOf(ReadOnlySpan<byte> name, bool isAttribute)
    {
        var known = isAttribute ? attributes : elements;
        if (known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var number))
            return number;
        if (elements.Count + attributes.Count >= MaxNames)
            return -1;
        var field = Encoding.UTF8.GetBytes((isAttribute ? options.AttributePrefix : "") + Plain(name));
        if (numbers.TryAdd(field, fields.Count))
            fields.Add(field);
        number = numbers[field];

        known.Add(name.ToArray(), number);
        if (isAttribute)
            raw.Add(name.ToArray(), raw.Count);
        return number;
    }

    private string Plain(ReadOnlySpan<byte> name)
    {
        if (options.NamespacePrefixes == XmlOptions.NamePrefix.Drop)
            name = name[(name.IndexOf((byte)':') + 1)..];
        // Names that XML does not allow are written, by this product as by others, with their characters as _x0020_.
        var text = Encoding.UTF8.GetString(name);
        return text.Contains("_x", StringComparison.Ordinal) ? XmlConvert.DecodeName(text) : text;
    }
}
