package dev.tidemark.app.sample;

import java.util.List;

/** A place where things can stand. */
record City(
    String name,
    String country,
    String state,
    String continent,
    double latitude,
    double longitude) {

  private static final String ALL =
      """
      Amsterdam|NL|North Holland|Europe|52.3676|4.9041
      Accra|GH||Africa|5.6037|-0.187
      Auckland|NZ||Australia|-36.8509|174.7645
      Bogotá|CO|Cundinamarca|South America|4.711|-74.0721
      Brisbane|AU|QLD|Australia|-27.4698|153.0251
      Brno|CZ||Europe|49.1951|16.6068
      Casablanca|MA||Africa|33.5731|-7.5898
      Chicago|US|IL|North America|41.8781|-87.6298
      Córdoba|AR|Córdoba|South America|-31.4201|-64.1888
      Dubai|AE||Middle East|25.2048|55.2708
      Dublin|IE||Europe|53.3498|-6.2603
      Düsseldorf|DE|NRW|Europe|51.2277|6.7735
      Fukuoka|JP|福岡県|Asia Pacific|33.5904|130.4017
      Gdańsk|PL|Pomorskie|Europe|54.352|18.6466
      Göteborg|SE|Västra Götaland|Europe|57.7089|11.9746
      Ho Chi Minh City|VN||Asia Pacific|10.8231|106.6297
      Istanbul|TR||Middle East|41.0082|28.9784
      Jakarta|ID|DKI Jakarta|Asia Pacific|-6.2088|106.8456
      Johannesburg|ZA|Gauteng|Africa|-26.2041|28.0473
      Kaohsiung|TW||Asia Pacific|22.6273|120.3014
      Kraków|PL|Małopolskie|Europe|50.0647|19.945
      Lagos|NG||Africa|6.5244|3.3792
      Lima|PE||South America|-12.0464|-77.0428
      Łódź|PL|Łódzkie|Europe|51.7592|19.456
      Malmö|SE|Skåne|Europe|55.605|13.0038
      Manila|PH|NCR|Asia Pacific|14.5995|120.9842
      Medellín|CO|Antioquia|South America|6.2476|-75.5658
      Melbourne|AU|VIC|Australia|-37.8136|144.9631
      Minneapolis|US|MN|North America|44.9778|-93.265
      Montréal|CA|QC|North America|45.5019|-73.5674
      Mumbai|IN|Maharashtra|Asia Pacific|19.076|72.8777
      Nairobi|KE||Africa|-1.2921|36.8219
      Orléans|FR|Centre|Europe|47.9029|1.9093
      Porto Alegre|BR|RS|South America|-30.0346|-51.2177
      Querétaro|MX|QRO|North America|20.5888|-100.3899
      Reykjavík|IS||Europe|64.1466|-21.9426
      Salt Lake City|US|UT|North America|40.7608|-111.891
      São Paulo|BR|SP|South America|-23.5505|-46.6333
      Seattle|US|WA|North America|47.6062|-122.3321
      Singapore|SG||Asia Pacific|1.3521|103.8198
      Sofia|BG||Europe|42.6977|23.3219
      Tromsø|NO|Troms|Europe|69.6492|18.9553
      Valparaíso|CL|Valparaíso|South America|-33.0472|-71.6127
      Winnipeg|CA|MB|North America|49.8951|-97.1384
      Zürich|CH|ZH|Europe|47.3769|8.5417
      """;

  /** All places, always in the same order. */
  static final List<City> LIST = ALL.lines().map(City::parsed).toList();

  private static City parsed(String line) {
    String[] part = line.split("\\|");
    return new City(
        part[0],
        part[1],
        part[2],
        part[3],
        Double.parseDouble(part[4]),
        Double.parseDouble(part[5]));
  }
}
