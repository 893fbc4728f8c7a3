using DataAggregator.Functions.Application;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using var host = DataAggregatorServer.CreateBuilder(args).Build();
var settings = host.Services.GetRequiredService<IConfiguration>();
// A password that the server made would end in a log here: whoever deploys it gives one.
var password = settings["DATAAGGREGATOR_ADMIN_PASSWORD"] ?? throw new InvalidOperationException("Set DATAAGGREGATOR_ADMIN_PASSWORD: the first administrator signs in with it.");
await DataAggregatorServer.PrepareAsync(host.Services, settings["DATAAGGREGATOR_ADMIN_EMAIL"] ?? "admin@example.com", password, CancellationToken.None);
await host.RunAsync();
