using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask.Client;

/// <summary>Configures a client.</summary>
public interface IDurableTaskClientBuilder
{
    /// <summary>The client's name; empty for the default one.</summary>
    string Name { get; }

    /// <summary>The services it is configured in.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the client.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the client.</summary>
    DurableTaskClient Build(IServiceProvider serviceProvider);
}
