using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Pipelines;

/// <summary>Gives the placeholders of a definition their values for one run.</summary>
public static class ParameterValues
{
    /// <summary>The definition with every placeholder filled: from the run's own values, then the pipeline's defaults, then <paramref name="environment"/>.</summary>
    /// <param name="document">The definition as the user wrote it, secrets in the clear.</param>
    /// <param name="given">The run's values by name, an object.</param>
    /// <param name="environment">The last resort; the server gives nothing here.</param>
    /// <exception cref="ConnectorException">A placeholder has no value (class settings).</exception>
    /// <exception cref="InvalidDocumentException">With its values, the definition is invalid.</exception>
    public static PipelineDefinition Fill(JsonElement document, JsonElement given, Func<string, string?> environment)
    {
        var (filled, missing) = Placeholders.Fill(document, name => Value(given, name) ?? Default(document, name) ?? Placeholders.OfSource(document, name) ?? environment(name));
        if (missing.Count > 0)
        {
            throw new ConnectorException(
                ErrorClass.Settings,
                "parameter_missing",
                $"No value was given for {string.Join(", ", missing.Select(name => $"${{{name}}}"))}.",
                "Give it when starting the run, or a default under 'parameters'.");
        }

        var problems = new Problems();
        var definition = PipelineDefinitionReader.ReadSaved(filled, problems);
        problems.ThrowIfAny();
        return definition!;
    }

    /// <summary>The document with those placeholders filled that a run gave a value to, or that have a default.</summary>
    public static JsonElement WithDefaults(JsonElement document, JsonElement given = default) => Placeholders.Fill(document, name => Value(given, name) ?? Default(document, name)).Document;

    /// <summary>The names that a run has to be given values for: a definition with its placeholders filled from defaults still asks for them.</summary>
    public static IReadOnlyCollection<string> Required(JsonElement document) =>
        Placeholders.Fill(document, name => Default(document, name) ?? Placeholders.OfSource(document, name)).Missing;

    private static string? Default(JsonElement document, string name) =>
        document.TryGetProperty("parameters", out var defaults) ? Value(defaults, name) : null;

    private static string? Value(JsonElement values, string name) =>
        values.ValueKind == JsonValueKind.Object && values.TryGetProperty(name, out var value) ? Placeholders.Text(value) : null;
}
