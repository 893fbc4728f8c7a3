using System.Collections.Frozen;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Connectors;

/// <summary>Every connector type by its name and aliases.</summary>
public sealed class ConnectorCatalogue
{
    private readonly FrozenDictionary<string, Connector> byName;

    /// <summary>A catalogue of these types.</summary>
    /// <exception cref="ArgumentException">Two types share a name or an alias.</exception>
    public ConnectorCatalogue(IEnumerable<Connector> connectors)
    {
        All = [.. connectors.OrderBy(connector => connector.Spec.DisplayName, StringComparer.OrdinalIgnoreCase)];
        byName = All
            .SelectMany(connector => connector.Spec.Aliases.Prepend(connector.Spec.Type), (connector, name) => KeyValuePair.Create(name, connector))
            .ToDictionary(StringComparer.Ordinal)
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All types, by display name.</summary>
    public IReadOnlyList<Connector> All { get; }

    /// <summary>The type that a user means by <paramref name="name"/> (<c>REST API</c>, <c>postgres</c>), or null.</summary>
    public Connector? Find(string name) => byName.GetValueOrDefault(Names.Normalise(name));

    /// <summary>As the other overload; an unknown name is a problem that names the nearest type.</summary>
    public Connector? Find(string name, string path, Problems problems)
    {
        if (Find(name) is { } connector)
            return connector;
        var types = All.Select(known => known.Spec.Type);
        problems.Add(path, $"'{name}' is not a connector type.{Nearest.Hint(Names.Normalise(name), byName.Keys)} Known: {string.Join(", ", types)}.");
        return null;
    }
}
