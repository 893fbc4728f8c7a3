using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DataAggregator.Formats.Yaml;

/// <summary>Turns YAML into JSON by the core schema of YAML 1.2: <c>true</c>, <c>null</c> and numbers where they stand unquoted, text everywhere else (<c>no</c> is a word).</summary>
public static partial class YamlJson
{
    /// <summary>A definition has no reason to be larger; aliases of aliases would be.</summary>
    private const int MostNodes = 200_000;

    /// <summary>Converts a document and notes the line of every node by its JSON path.</summary>
    /// <exception cref="YamlException">It is nested too deeply or grows too large, or a key is no text.</exception>
    public static JsonElement Convert(YamlNode root, Dictionary<string, int> lines)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var nodes = 0;
            Write(root, "$", writer, lines, ref nodes);
        }
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(YamlNode node, string path, Utf8JsonWriter writer, Dictionary<string, int> lines, ref int nodes)
    {
        if (++nodes > MostNodes || writer.CurrentDepth >= 60)
            throw new YamlException(node.Start, node.End, "the document is nested too deeply or too large.");
        lines[path] = (int)node.Start.Line;
        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (name, key, value) in Entries(mapping))
                {
                    writer.WritePropertyName(name);
                    Write(value, $"{path}.{name}", writer, lines, ref nodes);
                    // The key's line is what a reader looks for, also when the value begins below it.
                    lines[$"{path}.{name}"] = (int)key.Start.Line;
                }
                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                for (var index = 0; index < sequence.Children.Count; index++)
                    Write(sequence.Children[index], $"{path}[{index}]", writer, lines, ref nodes);
                writer.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(scalar, writer);
                break;
            default:
                throw new YamlException(node.Start, node.End, "an alias refers to nothing.");
        }
    }

    /// <summary>The entries of a mapping, those of its merge key (<c>&lt;&lt;</c>) included where it has none of its own by that name.</summary>
    private static IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Entries(YamlMappingNode mapping)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<YamlMappingNode>();
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "a key has to be text.");
            if (name == "<<")
                merged.AddRange(Merged(value));
            else if (own.Add(name))
                yield return (name, key, value);
        }
        foreach (var entry in merged.SelectMany(Entries).Where(entry => own.Add(entry.Name)))
            yield return entry;
    }

    private static IEnumerable<YamlMappingNode> Merged(YamlNode value) => value switch
    {
        YamlMappingNode one => [one],
        YamlSequenceNode several when several.Children.All(child => child is YamlMappingNode) => several.Children.Cast<YamlMappingNode>(),
        _ => throw new YamlException(value.Start, value.End, "'<<' takes a mapping, or a list of them."),
    };

    private static void WriteScalar(YamlScalarNode scalar, Utf8JsonWriter writer)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
            writer.WriteStringValue(text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            writer.WriteNullValue();
        else if (text is "true" or "True" or "TRUE")
            writer.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE")
            writer.WriteBooleanValue(false);
        else if (JsonNumber().IsMatch(text))
            writer.WriteRawValue(text);
        else
            writer.WriteStringValue(text);
    }

    // Written as JSON writes numbers, they keep their digits; 007, 1_000 or 0x1F are text, as a leading zero means in data.
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonNumber();
}
