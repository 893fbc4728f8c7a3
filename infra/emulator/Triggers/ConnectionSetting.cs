using Microsoft.Extensions.Configuration;

namespace DataAggregator.Emulator.Triggers;

/// <summary>Finds what the <c>Connection</c> of a trigger names.</summary>
internal static class ConnectionSetting
{
    /// <summary>The connection string: the setting of that name, one under <c>ConnectionStrings</c>, or one with the prefix <c>AzureWebJobs</c>.</summary>
    /// <exception cref="EmulatorStartException">There is none.</exception>
    public static string Read(IConfiguration configuration, string name, string function)
        => configuration[name] ?? configuration.GetConnectionString(name) ?? configuration["AzureWebJobs" + name]
            ?? throw new EmulatorStartException($"Function '{function}': its connection '{name}' is not set; add it to the environment or local.settings.json.");
}
