using DataAggregator.Functions.Application;
using Microsoft.Extensions.Hosting;

await DataAggregatorServer.CreateBuilder(args).Build().RunAsync();
