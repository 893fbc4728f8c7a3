using DataAggregator.Emulator.Worker.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Kestrel with the HTTP functions and what the local host adds.</summary>
internal static class FunctionsWebServer
{
    private const string DefaultUrl = "http://127.0.0.1:7071";

    // The limit of the official host.
    private const long MaxRequestBodySize = 104_857_600;

    public static void AddTo(HostApplicationBuilder host, EmulatorOptions options)
    {
        host.Services.AddMvcCore();
        host.Services.AddSingleton<ModelBindingBody>();
        host.Services.AddSingleton<HttpFunctions>();
        host.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, FunctionMethodPolicy>());
        new HostBuilderAdapter(host).ConfigureWebHost(web => web
            .UseKestrelCore()
            .ConfigureKestrel(static kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            })
            .UseUrls(Urls(host, options))
            .Configure(app => Configure(app, options)));
    }

    private static string[] Urls(HostApplicationBuilder host, EmulatorOptions options) => options.Urls.Count > 0
        ? [.. options.Urls]
        : [host.Configuration[WebHostDefaults.ServerUrlsKey] ?? DefaultUrl];

    private static void Configure(IApplicationBuilder app, EmulatorOptions options)
    {
        options.ConfigureApp?.Invoke(app);
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            app.ApplicationServices.GetRequiredService<HttpFunctions>().MapTo(endpoints);
            options.MapEndpoints?.Invoke(endpoints);
        });
    }
}
