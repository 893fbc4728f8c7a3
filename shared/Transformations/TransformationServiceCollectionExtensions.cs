using DataAggregator.Core.Transformations;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Transformations;

/// <summary>Registers the transformations.</summary>
public static class TransformationServiceCollectionExtensions
{
    /// <summary>Adds the compiler of steps; needs a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">What it is added to.</param>
    /// <param name="allowCSharp">Whether custom functions may be written in C#.</param>
    public static IServiceCollection AddTransformations(this IServiceCollection services, bool allowCSharp = false) =>
        services.AddSingleton<ITransformationCompiler>(provider => new TransformationCompiler(provider.GetRequiredService<TimeProvider>(), allowCSharp));
}
