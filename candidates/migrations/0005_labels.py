"""The labels that the shipped classifier knows. From here on they are the deployment's own."""

from django.db import migrations

LABELS = {
    "administration": ("Office and administration", "Assistants, secretaries, clerks, reception"),
    "agriculture": ("Farming, forestry and environment", "Farmers, gardeners, foresters, environmental work"),
    "arts": ("Music, film and performing arts", "Actors, musicians, directors, sound and camera"),
    "beauty-sport": ("Beauty, sport and leisure", "Hairdressers, cosmetics, trainers, coaches"),
    "childcare": ("Childcare and early years", "Nurseries, kindergartens, day care"),
    "civil-engineering": ("Architecture and civil engineering", "Architects, planners, surveyors, site managers"),
    "cleaning": ("Cleaning and facility services", "Cleaners, caretakers"),
    "construction": ("Construction trades", "Carpenters, bricklayers, plumbers, painters"),
    "consulting": ("Business analysis and consulting", "Consultants, business analysts"),
    "cooking": ("Kitchen and bakery", "Chefs, cooks, bakers, butchers"),
    "data": ("Data and machine learning", "Analysts, data scientists and engineers, statisticians"),
    "design": ("Design and user experience", "Graphic, product, UX, interior; photography"),
    "devops": ("DevOps, systems and networks", "Operations, cloud, networks, databases"),
    "electrical-engineering": ("Electrical and electronics", "Engineers, electricians, automation"),
    "executive": ("General management", "Executives, owners, heads of operations"),
    "finance": ("Accounting, finance and insurance", "Accountants, controllers, banking, insurance, tax"),
    "hospitality": ("Hotel, restaurant and tourism", "Service, reception, travel"),
    "human-resources": ("Human resources", "Recruiting, people, training and development"),
    "it-security": ("IT security", "Information security, penetration tests"),
    "it-support": ("IT support", "Help desk, user support"),
    "legal": ("Legal", "Lawyers, paralegals, notaries, compliance"),
    "logistics": ("Logistics and purchasing", "Warehouse, supply chain, purchasing, forwarding"),
    "maintenance": ("Mechanics and maintenance", "Vehicles, machines, plants"),
    "manufacturing": ("Manufacturing and production", "Machining, welding, assembly, quality, production"),
    "marketing": ("Marketing and communication", "Marketing, public relations, events"),
    "mechanical-engineering": ("Mechanical and process engineering", "Design, process, quality, industrial"),
    "media": ("Writing, media and translation", "Journalists, editors, translators, copywriters"),
    "medicine": ("Medicine and pharmacy", "Doctors, dentists, pharmacists, vets and their assistants"),
    "nursing": ("Nursing and care", "Nurses, midwives, carers, paramedics"),
    "project-management": ("Product and project management", "Project and product managers, agile roles"),
    "public-administration": ("Public administration and policy", "Civil service, policy, libraries, museums"),
    "real-estate": ("Real estate", "Agents, property managers, valuers"),
    "research": ("Science and research", "Scientists, doctoral students, laboratories"),
    "retail": ("Retail and customer service", "Shops, tills, service centres"),
    "sales": ("Sales and account management", "Field and inside sales, key accounts, business development"),
    "security": ("Police, fire and security", "Police, fire service, guards, armed forces, work safety"),
    "social-work": ("Social work and counselling", "Social workers, psychologists, youth work"),
    "software-developer": ("Software developer", "Engineers, programmers, testers, architects of software"),
    "teaching": ("Teaching and training", "Schools, universities, adult education"),
    "therapy": ("Therapy and medical technology", "Physiotherapy, speech, radiology, laboratories"),
    "transport": ("Driving and transport", "Drivers, pilots, crews, couriers"),
}


def make_labels(apps, schema_editor):
    """Those that are not there yet."""
    label = apps.get_model("candidates", "Label")
    known = set(label.objects.values_list("slug", flat=True))
    label.objects.bulk_create(
        label(slug=slug, name=name, description=description)
        for slug, (name, description) in LABELS.items()
        if slug not in known
    )


class Migration(migrations.Migration):

    dependencies = [("candidates", "0004_searches")]

    operations = [migrations.RunPython(make_labels, migrations.RunPython.noop)]
