namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application begins.</summary>
public class FunctionsApplication
{
    /// <summary>Exists because the official class has it; use <see cref="CreateBuilder"/>.</summary>
    public FunctionsApplication()
    {
    }

    /// <summary>Creates a builder with the usual configuration: <c>appsettings.json</c>, environment variables, arguments.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DataAggregator.Emulator.EmulatorStartException">The environment is Production.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
