using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>
/// A field as users name it: the exact name first, else a path into a json field: <c>address.city</c>, <c>items[0].sku</c>,
/// <c>address["post code"]</c>.
/// </summary>
internal sealed partial class FieldPath
{
    private readonly string root;
    private readonly PathSegment[] inner;

    private FieldPath(string text, string root, PathSegment[] inner)
    {
        Text = text;
        this.root = root;
        this.inner = inner;
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>Reads a path. Text that is no path can still be the exact name of a field.</summary>
    public static FieldPath Parse(string text)
    {
        var match = Grammar().Match(text);
        if (!match.Success)
            return new FieldPath(text, text, []);
        var segments = match.Groups["segment"].Captures.Select(capture => Segment(capture.Value)).ToList();
        var root = match.Groups["root"].Value;
        if (root.Length == 0)
        {
            root = Encoding.UTF8.GetString(segments[0].Key ?? []);
            segments.RemoveAt(0);
        }

        return new FieldPath(text, root, [.. segments]);
    }

    /// <summary>Reads a path into a value, with or without a leading <c>$</c>; null when it is none.</summary>
    public static PathSegment[]? ParseInner(string text)
    {
        text = text.StartsWith('$') ? text[1..] : text;
        var path = Parse(text.StartsWith('.') || text.StartsWith('[') ? $"${text}" : $"$.{text}");
        return path.inner.Length > 0 ? path.inner : null;
    }

    /// <summary>The position of the field, or of the json field that the path leads into; -1 when the schema has neither.</summary>
    public int RootIndex(Schema schema) => schema.IndexOf(Text) is >= 0 and var exact ? exact : schema.IndexOf(root);

    /// <summary>The name of the field that the path names or leads into.</summary>
    public string RootIn(Schema schema) => schema.IndexOf(Text) >= 0 ? Text : root;

    /// <summary>Whether the path leads into a field rather than naming one.</summary>
    public bool IsNested(Schema schema) => inner.Length > 0 && schema.IndexOf(Text) < 0;

    /// <summary>The field: the schema's own, or one of type json for a value inside a json field; null when the schema has neither.</summary>
    public Field? Find(Schema schema)
    {
        var index = RootIndex(schema);
        if (index < 0 || (IsNested(schema) && schema[index].Type != DataType.Json))
            return null;
        return IsNested(schema) ? new Field(Text, DataType.Json) : schema[index];
    }

    /// <summary>As the other overload; a field that the schema lacks is a problem that names the nearest.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">Where the field is named.</param>
    /// <param name="problems">Gets the problem.</param>
    /// <param name="source">Whose schema it is; null for the records at hand.</param>
    public Field? Find(Schema schema, string path, Problems problems, string? source = null)
    {
        if (Find(schema) is { } field)
            return field;
        var index = RootIndex(schema);
        problems.Add(path, index >= 0
            ? $"'{Text}' leads into '{root}', which is {schema[index].Type.ToString().ToLowerInvariant()} and has no fields inside."
            : $"{(source is null ? $"the records have no field '{Text}' at this step" : $"'{source}' has no field '{Text}'")}.{Nearest.Hint(Text, schema.Select(known => known.Name))} Known: {string.Join(", ", schema.Select(known => known.Name))}.");
        return null;
    }

    /// <summary>The field's values for <paramref name="rows"/>, a reference of the caller's own: absent wherever the record has no such field.</summary>
    public Column Read(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        var index = RootIndex(batch.Schema);
        if (index >= 0 && !IsNested(batch.Schema))
            return batch.Columns[index].Retain();
        var root = index >= 0 ? batch.Columns[index] as BytesColumn : null;
        var builder = new BytesBuilder(DataType.Json, batch.RowCount);
        var next = 0;
        foreach (var row in rows)
        {
            for (; next < row; next++)
                builder.AppendAbsent();
            next = row + 1;
            if (root is { Type: DataType.Json } && root.IsPresent(row) && TryFind(root[row], out var range))
                AppendJson(builder, root[row][range]);
            else
                builder.AppendAbsent();
        }

        for (; next < batch.RowCount; next++)
            builder.AppendAbsent();
        return builder.Build();
    }

    /// <summary>The json field at <see cref="RootIndex"/> with the values that the path leads to replaced by <paramref name="values"/>; absent ones stay away.</summary>
    public Column Write(BytesColumn json, Column values, ReadOnlySpan<int> rows)
    {
        var builder = new BytesBuilder(DataType.Json, json.Length);
        var replaced = (BytesColumn)values;
        var next = 0;
        foreach (var row in rows)
        {
            for (; next < row; next++)
                builder.AppendAbsent();
            next = row + 1;
            if (!json.IsPresent(row) || replaced.IsAbsent(row) || !TryFind(json[row], out var range))
            {
                builder.AppendFrom(json, row);
                continue;
            }

            Write(builder, json[row][..range.Start]);
            Write(builder, replaced.IsNull(row) ? "null"u8 : replaced[row]);
            Write(builder, json[row][range.End..]);
            builder.EndValue();
        }

        for (; next < json.Length; next++)
            builder.AppendAbsent();
        return builder.Build();
    }

    /// <summary>The json field at <see cref="RootIndex"/> without the values that the path leads to.</summary>
    public Column Remove(BytesColumn json, ReadOnlySpan<int> rows)
    {
        var builder = new BytesBuilder(DataType.Json, json.Length);
        foreach (var row in rows)
        {
            while (builder.Count < row)
                builder.AppendAbsent();
            if (!json.IsPresent(row) || !JsonPath.TryFindMember(json[row], inner, out var range))
            {
                builder.AppendFrom(json, row);
                continue;
            }

            Write(builder, json[row][..range.Start]);
            Write(builder, json[row][range.End..]);
            builder.EndValue();
        }

        while (builder.Count < json.Length)
            builder.AppendAbsent();
        return builder.Build();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private bool TryFind(ReadOnlySpan<byte> json, out Range range) => JsonPath.TryFind(json, inner, out range);

    private static void Write(BytesBuilder builder, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(builder.GetSpan(bytes.Length));
        builder.Advance(bytes.Length);
    }

    private static void AppendJson(BytesBuilder builder, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("null"u8))
            builder.AppendNull();
        else
            builder.Append(value);
    }

    private static PathSegment Segment(string text)
    {
        if (text[0] == '.')
            return new PathSegment(Encoding.UTF8.GetBytes(text[1..]), 0);
        return text[1] is '"' or '\''
            ? new PathSegment(Encoding.UTF8.GetBytes(text[2..^2]), 0)
            : new PathSegment(null, int.Parse(text[1..^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<root>[^.\[\]"']+(?=[.\[])|(?=\[["']))(?<segment>\.[^.\[\]"']+|\[[0-9]{1,9}\]|\["[^"]+"\]|\['[^']+'\])+$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();
}
