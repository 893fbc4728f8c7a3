using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;
using DataAggregator.Orchestrations.Lineage;

namespace DataAggregator.Functions.Application;

/// <summary>Who is told of the lineage of runs, of the server and of <c>run FILE</c>. Each is read as <c>DATAAGGREGATOR_...</c>.</summary>
public sealed record LineageSettings
{
    /// <summary>The collector that is told of the lineage of runs.</summary>
    [Description("DATAAGGREGATOR_OPENLINEAGE_URL: the OpenLineage collector that every run's start and end are posted to; without a path, to its /api/v1/lineage. It may have a private address.")]
    public string? OpenlineageUrl { get; init; }

    /// <summary>What the collector knows us by.</summary>
    [Description("DATAAGGREGATOR_OPENLINEAGE_API_KEY: sent to the collector as a bearer token.")]
    public Secret? OpenlineageApiKey { get; init; }

    /// <summary>The collector; null where none is set.</summary>
    /// <exception cref="InvalidDocumentException">What is set is no address.</exception>
    public OpenLineageCollector? Collector()
    {
        if (string.IsNullOrEmpty(OpenlineageUrl))
            return null;
        if (!Uri.TryCreate(OpenlineageUrl, UriKind.Absolute, out var given) || (given.Scheme != Uri.UriSchemeHttp && given.Scheme != Uri.UriSchemeHttps) || given.UserInfo.Length > 0)
        {
            throw new InvalidDocumentException(
                [new("DATAAGGREGATOR_OPENLINEAGE_URL", "must be an address such as https://collector.example.com, without user and password: DATAAGGREGATOR_OPENLINEAGE_API_KEY is for those.")]);
        }

        return new OpenLineageCollector(given.AbsolutePath == "/" ? new Uri(given, "api/v1/lineage") : given);
    }
}
