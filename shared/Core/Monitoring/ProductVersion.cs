using System.Reflection;

namespace DataAggregator.Core.Monitoring;

/// <summary>The version of the product, as <c>Directory.Build.props</c> says.</summary>
public static class ProductVersion
{
    /// <summary>Its number, such as <c>0.1.0</c>.</summary>
    public static string Number { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
