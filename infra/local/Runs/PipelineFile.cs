using System.Globalization;
using System.Text.Json;
using DataAggregator.Formats.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DataAggregator.Local.Runs;

/// <summary>A pipeline as somebody wrote it into a file, YAML or JSON, with the line of everything in it.</summary>
internal sealed class PipelineFile
{
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    // Only somebody who made a mistake wants to know them, and reading JSON as YAML takes longer than the rest of the start.
    private readonly Lazy<Dictionary<string, int>> lines;

    private readonly string text;

    private PipelineFile(string path, string text, JsonElement document, Lazy<Dictionary<string, int>> lines)
    {
        Path = path;
        Document = document;
        this.text = text;
        this.lines = lines;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>What it says, numbers with all their digits.</summary>
    public JsonElement Document { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LocalHostException">It cannot be read, or is neither YAML nor JSON; the message names the line.</exception>
    public static async Task<PipelineFile> ReadAsync(string path, CancellationToken ct)
    {
        var full = System.IO.Path.GetFullPath(path);
        var content = await ReadTextAsync(full, ct);
        try
        {
            if (full.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                return new PipelineFile(full, content, ReadJson(full, content), new(() => ReadYaml(full, content).Lines));
            var (document, found) = ReadYaml(full, content);
            return new PipelineFile(full, content, document, new(found));
        }
        catch (JsonException malformed)
        {
            throw new LocalHostException($"{full}:{malformed.LineNumber + 1}: is not valid JSON: {malformed.Message.Split(" Path:")[0].Split(" LineNumber:")[0]}", malformed);
        }
        catch (YamlException malformed)
        {
            throw new LocalHostException($"{full}:{malformed.Start.Line}: is not valid {(full.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "JSON" : "YAML")}: {malformed.Message}", malformed);
        }
    }

    /// <summary>Where a part of the document stands, as an editor opens it: <c>orders.yaml:12</c>. What is missing stands where its parent does.</summary>
    /// <param name="jsonPath">The part, such as <c>$.source.config.path</c>.</param>
    public string Locate(string jsonPath)
    {
        for (var at = jsonPath; at.Length > 0; at = at[..Math.Max(at.LastIndexOf('.'), at.LastIndexOf('['))])
        {
            if (lines.Value.TryGetValue(at, out var line))
                return string.Create(CultureInfo.InvariantCulture, $"{Path}:{line}");
            if (at == "$")
                break;
        }
        return Path;
    }

    /// <summary>Where a text stands first.</summary>
    public string LocateText(string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? Path : string.Create(CultureInfo.InvariantCulture, $"{Path}:{text.AsSpan(0, at).Count('\n') + 1}");
    }

    private static JsonElement ReadJson(string path, string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, StrictJson);
            return document.RootElement.Clone();
        }
        catch (JsonException duplicate) when (duplicate.LineNumber is null)
        {
            // A name that stands twice: only the other reader knows its line.
            return ReadYaml(path, content).Document;
        }
    }

    // JSON is YAML too, so that one reader gives the lines of both.
    private static (JsonElement Document, Dictionary<string, int> Lines) ReadYaml(string path, string content)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(content));
        if (stream.Documents.Count != 1)
            throw new LocalHostException($"{path}: holds {stream.Documents.Count} documents; a pipeline file holds one.");
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        return (YamlJson.Convert(stream.Documents[0].RootNode, lines), lines);
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LocalHostException($"There is no pipeline file {path}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"The pipeline file {path} cannot be read: {failure.Message}", failure);
        }
    }
}
