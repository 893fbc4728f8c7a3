using DataAggregator.Functions.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>GET /api/docs (Swagger UI) and /api/redoc: the contract for people. Their scripts come with the web app, under <c>/docs</c>.</summary>
public sealed class Docs
{
    private const string SwaggerUi =
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
          <meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:">
          <title>Data Aggregator API</title>
          <link rel="stylesheet" href="/docs/swagger-ui.css">
        </head>
        <body>
          <div id="swagger-ui"></div>
          <script src="/docs/swagger-ui-bundle.js"></script>
          <script src="/docs/start-swagger-ui.js"></script>
        </body>
        </html>
        """;

    private const string Redoc =
        """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
          <meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:">
          <title>Data Aggregator API</title>
          <style>body { margin: 0; }</style>
        </head>
        <body>
          <redoc spec-url="/api/openapi.json" disable-google-font="true"></redoc>
          <script src="/docs/redoc.standalone.js"></script>
        </body>
        </html>
        """;

    /// <summary>The contract in Swagger UI, where operations can be tried out.</summary>
    [Function("GetDocs")]
    [Anonymous]
    [Answers(200, ContentType = "text/html")]
    public IResult SwaggerPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) => Page(SwaggerUi);

    /// <summary>The contract in ReDoc, to be read.</summary>
    [Function("GetRedoc")]
    [Anonymous]
    [Answers(200, ContentType = "text/html")]
    public IResult RedocPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "redoc")] HttpRequest request) => Page(Redoc);

    private static IResult Page(string html) => Results.Content(html, "text/html; charset=utf-8");
}
