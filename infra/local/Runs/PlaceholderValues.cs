using System.Security.Cryptography;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;

namespace DataAggregator.Local.Runs;

/// <summary>What <c>${name}</c> stands for in a pipeline file: <c>--set</c>, then the file's <c>parameters</c>, then the environment.</summary>
internal sealed class PlaceholderValues(IReadOnlyDictionary<string, string> given)
{
    /// <summary>The values of <c>--set</c>, an object.</summary>
    public JsonElement Given { get; } = JsonSerializer.SerializeToElement(given);

    /// <summary>Tells other values of <c>--set</c> from these, without keeping them.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(given.ToDictionary(), StringComparer.Ordinal))));

    /// <summary>The document with every placeholder filled.</summary>
    /// <exception cref="LocalHostException">One has no value, or a value was given that nothing in the file asks for.</exception>
    public JsonElement Fill(PipelineFile file)
    {
        var defaults = Defaults(file.Document);
        var (filled, missing) = Placeholders.Fill(
            file.Document,
            name => given.GetValueOrDefault(name) ?? defaults.GetValueOrDefault(name) ?? Placeholders.OfSource(file.Document, name) ?? Environment.GetEnvironmentVariable(name));
        if (missing.Count > 0)
        {
            throw new LocalHostException(string.Join(
                Environment.NewLine,
                missing.Select(name => $"{file.LocateText($"${{{name}}}")}: ${{{name}}} has no value: set the environment variable {name}, pass --set {name}=..., or give it a default under 'parameters'.")));
        }
        var strangers = new Problems();
        ParameterNames.Check(given.Keys, file.Document, "--set", strangers);
        if (strangers.Count > 0)
            throw new LocalHostException(string.Join(Environment.NewLine, strangers.Select(problem => $"{file.Path}: {problem.Path}: {problem.Message}")));
        return filled;
    }

    private static Dictionary<string, string> Defaults(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object
            ? parameters.EnumerateObject()
                .Where(property => property.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(property => property.Name, property => Placeholders.Text(property.Value)!, StringComparer.Ordinal)
            : [];
}
