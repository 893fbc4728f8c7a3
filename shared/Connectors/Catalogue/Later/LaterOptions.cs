using System.ComponentModel;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>What every connector takes.</summary>
internal abstract record LaterOptions
{
    [Description("A name for this connection, for people.")]
    public string? Name { get; init; }
}
