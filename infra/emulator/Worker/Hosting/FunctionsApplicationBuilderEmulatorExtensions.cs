using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Emulator;

/// <summary>What only the emulator can be told and asked.</summary>
public static class FunctionsApplicationBuilderEmulatorExtensions
{
    /// <summary>Tells the emulator what the official host takes from its surroundings. Can be called several times.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder UseEmulator(this FunctionsApplicationBuilder builder, Action<EmulatorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        configure(builder.Options);
        return builder;
    }

    /// <summary>The addresses at which a started application answers.</summary>
    /// <param name="host">The started application.</param>
    /// <returns>The addresses; none if it serves no HTTP.</returns>
    public static IReadOnlyList<string> GetAddresses(this IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return [.. host.Services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
    }
}
