using DataAggregator.Emulator.Worker.Http;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core integration of a functions application.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Serves the HTTP functions by ASP.NET Core. Results are executed at this place of the pipeline: middleware that is added
    /// later can still replace them.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.ServesHttp)
        {
            builder.ServesHttp = true;
            builder.UseMiddleware<HttpResultMiddleware>();
        }

        return builder;
    }
}
