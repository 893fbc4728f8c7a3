using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace DataAggregator.Emulator;

/// <summary>What the official host takes from its surroundings, and the emulator has to be told.</summary>
public sealed class EmulatorOptions
{
    /// <summary>
    /// Assemblies whose functions are hosted. Empty (and <see cref="FunctionClasses"/> too): the entry assembly and all it
    /// references that themselves reference the emulator.
    /// </summary>
    public IList<Assembly> Assemblies { get; } = [];

    /// <summary>Single classes whose functions are hosted, beside those of <see cref="Assemblies"/>.</summary>
    public IList<Type> FunctionClasses { get; } = [];

    /// <summary>Where HTTP is served. Empty: the configuration's <c>urls</c>, else <c>http://127.0.0.1:7071</c>.</summary>
    public IList<string> Urls { get; } = [];

    /// <summary>The folder of the emulator's databases; it is created if it is missing.</summary>
    public string DataDirectory { get; set; } = Path.Combine(AppContext.BaseDirectory, "emulator-data");

    /// <summary>The host's settings; defaults apply if the file does not exist.</summary>
    public string HostJsonPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "host.json");

    /// <summary>Adds ASP.NET Core middleware of the local host in front of everything, static files for one.</summary>
    public Action<IApplicationBuilder>? ConfigureApp { get; set; }

    /// <summary>Adds endpoints of the local host beside the functions.</summary>
    public Action<IEndpointRouteBuilder>? MapEndpoints { get; set; }

    /// <summary>Changes how the durable engine works; tests of orchestrations force replay this way.</summary>
    public Action<DurableEmulatorOptions>? ConfigureDurable { get; set; }
}
