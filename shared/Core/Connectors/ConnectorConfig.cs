using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Connectors;

/// <summary>Checks a config against a connector type.</summary>
public static class ConnectorConfig
{
    /// <summary>
    /// Adds what is wrong with a config that is saved on its own: it has to fit the source or the destination half, since it is not known yet what it
    /// will be used as. Settings that only a pipeline gives (a table, a path) may be missing.
    /// </summary>
    public static void Validate(Connector connector, JsonElement config, string path, Problems problems)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, "must be an object.");
            return;
        }

        var best = Halves(connector)
            .Select(validate =>
            {
                var found = new Problems();
                validate(config, path, found);
                return found.Where(problem => !IsMissing(problem)).ToList();
            })
            .DefaultIfEmpty([])
            .MinBy(found => found.Count)!;
        foreach (var problem in best)
            problems.Add(problem.Path, problem.Message);
        if (connector.Source is null && connector.Destination is null)
            ValidateBySchema(connector.Spec, config, path, problems);
    }

    /// <summary>Adds what is wrong by the type's schema alone: for a type that has no options to bind, because it cannot run here yet.</summary>
    public static void ValidateBySchema(ConnectorSpec spec, JsonElement config, string path, Problems problems)
    {
        var known = spec.ConfigSchema["properties"]?.AsObject().Select(property => property.Key).ToList() ?? [];
        foreach (var property in config.EnumerateObject().Where(property => !known.Contains(property.Name)))
            problems.Add($"{path}.{property.Name}", $"is not a known setting.{Nearest.Hint(property.Name, known)} Known: {string.Join(", ", known)}.");
        foreach (var required in spec.ConfigSchema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
        {
            if (!config.TryGetProperty(required, out _))
                problems.Add($"{path}.{required}", "is required.");
        }
    }

    private static bool IsMissing(Problem problem) => problem.Message.StartsWith("is required", StringComparison.Ordinal);

    private static IEnumerable<Action<JsonElement, string, Problems>> Halves(Connector connector)
    {
        if (connector.Source is { } source)
            yield return source.Validate;
        if (connector.Destination is { } destination)
            yield return destination.Validate;
    }
}
