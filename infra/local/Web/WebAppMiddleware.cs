using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace DataAggregator.Local.Web;

/// <summary>Serves the web app as Static Web Apps does on Azure: files as they are, and the app itself for every other address outside of <c>/api</c>.</summary>
internal static class WebAppMiddleware
{
    /// <summary>Adds the files of a built web app in front of the functions.</summary>
    public static void UseWebApp(this IApplicationBuilder app, string output)
    {
        var files = new PhysicalFileProvider(output);
        app.Use((context, next) =>
        {
            if (IsPage(context.Request) && !files.GetFileInfo(context.Request.Path.Value!).Exists)
                context.Request.Path = "/index.html";
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !Path.HasExtension(request.Path.Value);

    // Vite names what it puts under /assets by its content.
    private static void SetCaching(StaticFileResponseContext response) => response.Context.Response.Headers.CacheControl =
        response.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
}
