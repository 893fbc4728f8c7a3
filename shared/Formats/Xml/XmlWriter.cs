using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Xml;

/// <summary>
/// Writes records as XML elements: fields are children, those whose name begins with the attribute prefix attributes; nested objects are
/// children with children, arrays repeated elements. Null is <c>xsi:nil</c>, absent fields are left out, bytes are base64. XML cannot
/// hold an empty array or object, an array in an array, or the difference between a list of one and that one.
/// </summary>
/// <param name="xml">What the elements are called.</param>
public sealed class XmlWriter(XmlOptions xml) : RecordWriter
{
    private readonly Dictionary<(string Field, int Prefix), byte[]> names = [];
    private readonly byte[] record = Encoding.UTF8.GetBytes(XmlConvert.EncodeLocalName(string.IsNullOrWhiteSpace(xml.RecordElement) ? "record" : xml.RecordElement.Trim())!);
    private readonly byte[] root = Encoding.UTF8.GetBytes(XmlConvert.EncodeLocalName(xml.RootElement)!);

    /// <summary>What declares the prefix of <c>xsi:nil</c>.</summary>
    public static ReadOnlySpan<byte> NilNamespace => "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""u8;

    /// <inheritdoc/>
    public override void Begin(IBufferWriter<byte> output)
    {
        output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<"u8);
        output.Write(root);
        output.Write(" "u8);
        output.Write(NilNamespace);
        output.Write(">\n"u8);
    }

    /// <inheritdoc/>
    /// <exception cref="ConnectorException">A text holds a character that XML cannot hold (class refused).</exception>
    public override void Write(RecordBatch batch, bool isFirst, IBufferWriter<byte> output)
    {
        var fields = FieldsOf(batch);
        var value = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            output.Write("<"u8);
            output.Write(record);
            foreach (var (name, column, isAttribute) in fields)
            {
                if (isAttribute && column.IsPresent(row))
                    WriteAttribute(name, Text(column, row, value), output);
            }

            output.Write(">"u8);
            foreach (var (name, column, isAttribute) in fields)
            {
                // An attribute cannot be null: as an element it can.
                if (isAttribute ? column.IsNull(row) : !column.IsAbsent(row))
                    WriteField(name, column, row, value, output);
            }

            output.Write("</"u8);
            output.Write(record);
            output.Write(">\n"u8);
        }
    }

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output)
    {
        output.Write("</"u8);
        output.Write(root);
        output.Write(">\n"u8);
    }

    private List<(string Name, Column Column, bool IsAttribute)> FieldsOf(RecordBatch batch)
    {
        var fields = new List<(string Name, Column Column, bool IsAttribute)>(batch.Schema.Count);
        for (var i = 0; i < batch.Schema.Count; i++)
            fields.Add((batch.Schema[i].Name, batch.Columns[i], batch.Columns[i].Type != DataType.Json && IsAttribute(batch.Schema[i].Name)));
        return fields;
    }

    private void WriteField(string name, Column column, int row, ArrayBufferWriter<byte> value, IBufferWriter<byte> output)
    {
        if (column.IsNull(row))
        {
            WriteNil(name, output);
        }
        else if (column is BytesColumn { Type: DataType.Json } json)
        {
            using var document = JsonDocument.Parse(json.MemoryAt(row), new JsonDocumentOptions { MaxDepth = 1000 });
            WriteJson(name, document.RootElement, output);
        }
        else
        {
            WriteText(name, Text(column, row, value), output);
        }
    }

    private void WriteJson(string name, JsonElement value, IBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    WriteJson(name, item, output);
                break;
            case JsonValueKind.Object:
                output.Write("<"u8);
                output.Write(NameOf(name));
                foreach (var attribute in value.EnumerateObject().Where(one => IsAttribute(one.Name) && IsScalar(one.Value)))
                    WriteAttribute(attribute.Name, Encoding.UTF8.GetBytes(attribute.Value.ToString()), output);
                output.Write(">"u8);
                foreach (var child in value.EnumerateObject().Where(one => !IsAttribute(one.Name) || !IsScalar(one.Value)))
                    WriteJson(child.Name, child.Value, output);
                Close(name, output);
                break;
            case JsonValueKind.Null:
                WriteNil(name, output);
                break;
            case JsonValueKind.String:
                WriteText(name, Encoding.UTF8.GetBytes(value.GetString()!), output);
                break;
            default:
                WriteText(name, Encoding.UTF8.GetBytes(value.GetRawText()), output);
                break;
        }
    }

    private void WriteText(string name, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (name == "#text")
        {
            Escape(name, text, output);
            return;
        }

        output.Write("<"u8);
        output.Write(NameOf(name));
        output.Write(">"u8);
        Escape(name, text, output);
        Close(name, output);
    }

    private void WriteNil(string name, IBufferWriter<byte> output)
    {
        if (name == "#text")
            return;
        output.Write("<"u8);
        output.Write(NameOf(name));
        output.Write(" xsi:nil=\"true\"/>"u8);
    }

    private void WriteAttribute(string name, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write(" "u8);
        output.Write(NameOf(name, xml.AttributePrefix.Length));
        output.Write("=\""u8);
        Escape(name, text, output);
        output.Write("\""u8);
    }

    private void Close(string name, IBufferWriter<byte> output)
    {
        output.Write("</"u8);
        output.Write(NameOf(name));
        output.Write(">"u8);
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null);

    private bool IsAttribute(string name) => xml.AttributePrefix.Length > 0 && name.Length > xml.AttributePrefix.Length && name.StartsWith(xml.AttributePrefix, StringComparison.Ordinal);

    private byte[] NameOf(string field, int prefix = 0)
    {
        if (names.TryGetValue((field, prefix), out var name))
            return name;
        if (field.Length == prefix)
            throw new ConnectorException(ErrorClass.Refused, "not_xml", "A field without a name cannot be an XML element.", "Rename it by a step.");
        // Characters that no name may have are written as _x0020_, and read back as what they were.
        name = Encoding.UTF8.GetBytes(XmlConvert.EncodeLocalName(field[prefix..])!);
        names.Add((field, prefix), name);
        return name;
    }

    private static void Escape(string field, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (XmlEscape.TryWrite(text, output))
            return;
        throw new ConnectorException(ErrorClass.Refused, "not_xml", $"A text of '{field}' holds a control character, which XML cannot hold.", "Replace it by a step, or write another format.");
    }

    private static ReadOnlySpan<byte> Text(Column column, int row, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        ColumnText.Write(column, row, output);
        return output.WrittenSpan;
    }
}
