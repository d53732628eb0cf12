"""The people of the samples. All are invented; telephone numbers are ones kept for fiction or examples."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    """A position. `start` and `end` are EDTF ("2019-03", "2019"); `end` None means until today."""

    title: str
    employer: str
    place: str
    start: str
    end: str | None
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class School:
    """A degree and where it was taken."""

    degree: str
    school: str
    place: str
    start: str
    end: str
    note: str = ""


@dataclass(frozen=True)
class Person:
    """What a sample says, before any design. `skills` are grouped: heading → names."""

    name: str
    title: str
    email: str
    phone: str
    e164: str
    place: str
    links: tuple[str, ...]
    summary: str
    jobs: tuple[Job, ...]
    schools: tuple[School, ...]
    skills: dict[str, tuple[str, ...]]
    languages: tuple[tuple[str, str], ...] = ()
    extras: tuple[tuple[str, tuple[str, ...]], ...] = ()
    language: str = "en"
    key_skills: tuple[str, ...] = field(default=())


MAREN = Person(
    name="Maren Holt",
    title="Senior Product Manager",
    email="maren.holt@example.org",
    phone="+44 20 7946 0182",
    e164="+442079460182",
    place="London, United Kingdom",
    links=("linkedin.com/in/maren-holt-example",),
    summary=(
        "Product manager with a background in payments and billing. I turn vague requests into small, "
        "measurable releases and stay with them until the numbers move."
    ),
    jobs=(
        Job(
            "Senior Product Manager",
            "Brightwater Payments",
            "London",
            "2021-02",
            None,
            (
                "Lead three squads that move 40,000 merchants from batch to instant settlement.",
                "Cut failed payouts from 2.1 % to 0.4 % by rewriting the retry rules with engineering.",
                "Introduced discovery interviews every week; roadmap items without evidence fell by half.",
            ),
        ),
        Job(
            "Product Manager",
            "Ledgerly",
            "Bristol",
            "2017-09",
            "2021-01",
            (
                "Shipped usage-based billing to 1,200 customers in five countries.",
                "Owned pricing experiments that raised net revenue retention from 96 % to 108 %.",
            ),
        ),
        Job(
            "Business Analyst",
            "Harrow & Finch Consulting",
            "London",
            "2014-07",
            "2017-08",
            ("Mapped claims processes for two insurers and wrote the requirements for their replacement.",),
        ),
    ),
    schools=(School("BSc Economics", "University of Leeds", "Leeds", "2011", "2014", "First-class honours"),),
    skills={
        "Product": ("Product strategy", "Roadmapping", "A/B testing", "User research"),
        "Tools": ("SQL", "Jira", "Figma", "Amplitude", "Tableau"),
    },
    languages=(("English", "Native"), ("Norwegian", "Fluent")),
    extras=(("Certifications", ("Certified Scrum Product Owner, Scrum Alliance, 2018",)),),
    key_skills=("SQL", "Jira", "Figma", "Tableau"),
)

DANIEL = Person(
    name="Daniel Osei",
    title="Backend Engineer",
    email="daniel.osei@example.com",
    phone="(415) 555-0132",
    e164="+14155550132",
    place="Oakland, CA",
    links=("github.com/daniel-osei-example", "linkedin.com/in/daniel-osei-example"),
    summary=(
        "Backend engineer who likes boring systems: clear contracts, small services, good graphs. "
        "Nine years of Python and Go in logistics and health care."
    ),
    jobs=(
        Job(
            "Backend Engineer",
            "Northlane Logistics",
            "San Francisco, CA",
            "2020-06",
            None,
            (
                "Designed the event pipeline that tracks 3 million parcels a day on Kafka and PostgreSQL.",
                "Reduced p99 latency of the rates API from 900 ms to 120 ms.",
                "Mentor two junior engineers and run the on-call rota.",
            ),
        ),
        Job(
            "Software Engineer",
            "Clearwell Health",
            "Oakland, CA",
            "2016-08",
            "2020-05",
            (
                "Built the appointment service in Django; 99.98 % availability over three years.",
                "Moved nightly reports from cron to Celery and cut their run time by 70 %.",
            ),
        ),
        Job(
            "Junior Developer",
            "Bluefin Web Studio",
            "Sacramento, CA",
            "2014-09",
            "2016-07",
            ("Wrote shop extensions in PHP and JavaScript for 30 small businesses.",),
        ),
    ),
    schools=(
        School(
            "B.S. Computer Science",
            "California State University, Sacramento",
            "Sacramento, CA",
            "2010",
            "2014",
        ),
    ),
    skills={
        "Languages": ("Python", "Go", "SQL", "JavaScript"),
        "Frameworks": ("Django", "FastAPI", "Celery"),
        "Platforms": ("PostgreSQL", "Kafka", "Redis", "Docker", "Kubernetes", "AWS"),
    },
    languages=(("English", "Native"), ("Twi", "Conversational")),
    key_skills=("Python", "Go", "Django", "PostgreSQL", "Kafka", "Kubernetes"),
)

PRIYA = Person(
    name="Priya Raman",
    title="Data Scientist",
    email="priya.raman@example.com",
    phone="+1 617-555-0198",
    e164="+16175550198",
    place="Boston, MA",
    links=("github.com/priya-raman-example",),
    summary=(
        "Data scientist working on demand forecasting and experiments. I care about honest baselines and "
        "models that the planning team can question."
    ),
    jobs=(
        Job(
            "Data Scientist",
            "Harvest & Co. Grocery",
            "Boston, MA",
            "2019-04",
            None,
            (
                "Forecast demand for 9,000 products in 210 stores; waste fell by 11 %.",
                "Replaced 40 spreadsheets with one gradient boosting model and a weekly backtest.",
                "Designed the geo-experiment framework used for every price change.",
            ),
        ),
        Job(
            "Data Analyst",
            "Copley Insurance Group",
            "Boston, MA",
            "2016-06",
            "2019-03",
            (
                "Built churn reports in Tableau for 14 regional managers.",
                "Automated the claims triage score with scikit-learn, saving 25 hours a week.",
            ),
        ),
    ),
    schools=(
        School("M.S. Statistics", "Boston University", "Boston, MA", "2014", "2016", "GPA 3.9"),
        School("B.A. Mathematics", "Wellesley College", "Wellesley, MA", "2010", "2014"),
    ),
    skills={
        "Programming": ("Python", "R", "SQL"),
        "Libraries": ("pandas", "scikit-learn", "PyTorch", "XGBoost"),
        "Tools": ("Tableau", "Airflow", "dbt", "Git"),
    },
    languages=(("English", "Fluent"), ("Tamil", "Native"), ("Hindi", "Conversational")),
    extras=(("Awards", ("Best applied paper, New England Forecasting Day, 2022",)),),
    key_skills=("Python", "SQL", "pandas", "scikit-learn", "PyTorch"),
)

TOMAS = Person(
    name="Tomas Lindqvist",
    title="UX Designer",
    email="tomas.lindqvist@example.org",
    phone="+46 8 465 004 42",
    e164="+46846500442",
    place="Stockholm, Sweden",
    links=("behance.net/tomas-lindqvist-example",),
    summary=(
        "Designer of public services. I prototype early, test with people who find computers hard, "
        "and write the words myself."
    ),
    jobs=(
        Job(
            "UX Designer",
            "Norrtull Digital",
            "Stockholm",
            "2020-01",
            None,
            (
                "Redesigned the parental leave application; completion rose from 61 % to 84 %.",
                "Built the design system in Figma that five product teams share.",
            ),
        ),
        Job(
            "Interaction Designer",
            "Kajplats Studio",
            "Gothenburg",
            "2016-03",
            "2019-12",
            (
                "Designed ticket machines for a tram network with 130 stops.",
                "Ran 60 usability tests, among them 14 with screen reader users.",
            ),
        ),
        Job(
            "Graphic Designer",
            "Pappershuset",
            "Gothenburg",
            "2013-08",
            "2016-02",
            ("Laid out 24 exhibition catalogues.",),
        ),
    ),
    schools=(
        School("Master of Fine Arts, Design", "University of Gothenburg", "Gothenburg", "2011", "2013"),
    ),
    skills={
        "Design": ("Interaction design", "Prototyping", "Usability testing", "Accessibility"),
        "Tools": ("Figma", "Sketch", "Adobe Illustrator", "HTML", "CSS"),
    },
    languages=(("Swedish", "Native"), ("English", "C1"), ("German", "B1")),
    key_skills=("Figma", "Sketch", "Adobe Illustrator", "HTML", "CSS"),
)

GRACE = Person(
    name="Grace Okafor",
    title="Registered Nurse",
    email="grace.okafor@example.com",
    phone="+61 2 5550 1734",
    e164="+61255501734",
    place="Newcastle NSW, Australia",
    links=(),
    summary="Registered nurse with nine years in emergency and intensive care, and a habit of teaching.",
    jobs=(
        Job(
            "Registered Nurse, Intensive Care",
            "Harbour View Hospital",
            "Newcastle",
            "2019-05",
            None,
            (
                "Care for ventilated patients in a 22-bed unit.",
                "Preceptor for graduate nurses; wrote the unit's sedation checklist.",
            ),
        ),
        Job(
            "Registered Nurse, Emergency",
            "Port Macken District Hospital",
            "Port Macken",
            "2016-02",
            "2019-04",
            (
                "Triage of up to 140 patients a day.",
                "Trained 30 colleagues in paediatric advanced life support.",
            ),
        ),
    ),
    schools=(School("Bachelor of Nursing", "University of Newcastle", "Newcastle", "2013", "2015"),),
    skills={
        "Clinical": ("Triage", "Advanced life support", "Patient care", "Infection control", "Wound care")
    },
    languages=(("English", "Native"), ("Igbo", "Fluent")),
    extras=(("Registration", ("Nursing and Midwifery Board, registered 2016",)),),
    key_skills=("Triage", "Patient care", "Infection control"),
)

HENRIK = Person(
    name="Henrik Vogel",
    title="Konstruktionsingenieur",
    email="henrik.vogel@example.org",
    phone="+49 30 23125 148",
    e164="+493023125148",
    place="12049 Berlin",
    links=(),
    summary=(
        "Maschinenbauingenieur mit Schwerpunkt Antriebstechnik. Erfahrung von der ersten Skizze bis zur "
        "Serienfreigabe, auch mit Zulieferern in Italien."
    ),
    jobs=(
        Job(
            "Konstruktionsingenieur",
            "Sprenger Antriebe GmbH",
            "Berlin",
            "2018-04",
            None,
            (
                "Verantwortlich für zwei Getriebebaureihen mit 18.000 Stück im Jahr",
                "Senkung der Geräusche um 6 dB durch neue Verzahnung",
                "Betreuung von drei Zulieferern in Norditalien",
            ),
        ),
        Job(
            "Entwicklungsingenieur",
            "Kessler & Brandt Maschinenbau AG",
            "Kassel",
            "2014-10",
            "2018-03",
            ("Auslegung von Wellen und Lagern nach DIN 743", "Festigkeitsnachweise mit ANSYS"),
        ),
    ),
    schools=(
        School(
            "Diplom-Ingenieur Maschinenbau",
            "Technische Universität Dresden",
            "Dresden",
            "2008-10",
            "2014-09",
            "Note 1,7",
        ),
        School("Abitur", "Gymnasium Am Lindenpark", "Görlitz", "2000-08", "2008-06"),
    ),
    skills={
        "CAD und Berechnung": ("SolidWorks", "CATIA V5", "ANSYS", "MATLAB"),
        "Sonstiges": ("SAP", "FMEA", "Projektmanagement", "MS Office"),
    },
    languages=(
        ("Deutsch", "Muttersprache"),
        ("Englisch", "verhandlungssicher"),
        ("Italienisch", "Grundkenntnisse"),
    ),
    language="de",
    key_skills=("SolidWorks", "ANSYS", "MATLAB", "SAP"),
)

CAMILLE = Person(
    name="Camille Renard",
    title="Responsable marketing",
    email="camille.renard@example.org",
    phone="01 99 00 47 12",
    e164="+33199004712",
    place="Lyon, France",
    links=("linkedin.com/in/camille-renard-example",),
    summary=(
        "Dix ans d'expérience dans le marketing de produits alimentaires biologiques. J'aime les marques "
        "sincères et les chiffres vérifiables."
    ),
    jobs=(
        Job(
            "Responsable marketing",
            "Maison Valtière",
            "Lyon",
            "2019-09",
            None,
            (
                "Pilotage d'une équipe de six personnes et d'un budget de 1,2 M€.",
                "Lancement de quatorze produits ; part de marché passée de 3 à 7 %.",
            ),
        ),
        Job(
            "Chef de produit",
            "Les Vergers du Rhône",
            "Valence",
            "2015-01",
            "2019-08",
            (
                "Refonte de la gamme de jus et de son identité visuelle.",
                "Mise en place du suivi des ventes sous Power BI.",
            ),
        ),
        Job(
            "Assistante marketing",
            "Agence Cap Sud",
            "Grenoble",
            "2013-09",
            "2014-12",
            ("Organisation de vingt salons régionaux.",),
        ),
    ),
    schools=(
        School("Master Marketing", "Université Lumière Lyon 2", "Lyon", "2011", "2013", "Mention bien"),
        School("Licence Économie et gestion", "Université Grenoble Alpes", "Grenoble", "2008", "2011"),
    ),
    skills={
        "Marketing": ("Stratégie de marque", "Études de marché", "SEO", "Google Analytics"),
        "Outils": ("Power BI", "Excel", "Adobe InDesign", "HubSpot"),
    },
    languages=(("Français", "langue maternelle"), ("Anglais", "courant (C1)"), ("Espagnol", "intermédiaire")),
    extras=(("Centres d'intérêt", ("Alpinisme", "Photographie argentique")),),
    language="fr",
    key_skills=("SEO", "Google Analytics", "Power BI", "HubSpot"),
)

LUCAS = Person(
    name="Lucas Ferreira",
    title="DevOps Engineer",
    email="lucas.ferreira@example.com",
    phone="+351 21 234 5619",
    e164="+351212345619",
    place="Lisbon, Portugal",
    links=("github.com/lucas-ferreira-example",),
    summary="I keep releases small and rollbacks boring. Eight years of Linux, five of Kubernetes.",
    jobs=(
        Job(
            "DevOps Engineer",
            "Tejo Cloud Services",
            "Lisbon",
            "2020-11",
            None,
            (
                "Run 14 Kubernetes clusters with Terraform and Argo CD.",
                "Cut the build time of the main product from 41 to 9 minutes.",
            ),
        ),
        Job(
            "Systems Administrator",
            "Banco Ribeira",
            "Porto",
            "2016-09",
            "2020-10",
            (
                "Patched 600 Linux servers a month with Ansible.",
                "Wrote the disaster recovery plan and rehearsed it twice a year.",
            ),
        ),
    ),
    schools=(School("BSc Computer Engineering", "University of Porto", "Porto", "2013", "2016"),),
    skills={
        "Platforms": ("Linux", "Kubernetes", "Docker", "AWS"),
        "Automation": ("Terraform", "Ansible", "Jenkins", "Prometheus", "Grafana"),
        "Languages": ("Bash", "Python", "Go"),
    },
    languages=(("Portuguese", "Native"), ("English", "Fluent")),
    extras=(("Certifications", ("Certified Kubernetes Administrator, 2022",)),),
    key_skills=("Kubernetes", "Docker", "Terraform", "Ansible", "Python"),
)

OLIVIA = Person(
    name="Olivia Hart",
    title="Financial Controller",
    email="olivia.hart@example.org",
    phone="0113 496 0127",
    e164="+441134960127",
    place="Leeds, United Kingdom",
    links=(),
    summary="Chartered accountant with twelve years in manufacturing and retail.",
    jobs=(
        Job(
            "Financial Controller",
            "Ridgemont Textiles Ltd",
            "Leeds",
            "2018-01",
            None,
            ("Month-end close shortened from nine working days to four.", "Lead a team of seven."),
        ),
        Job(
            "Management Accountant",
            "Ferncross Retail plc",
            "Sheffield",
            "2013-06",
            "2017-12",
            ("Budgets and forecasts for 48 shops.", "Introduced driver-based planning."),
        ),
    ),
    schools=(
        School("BA Accounting and Finance", "Sheffield Hallam University", "Sheffield", "2009", "2012"),
    ),
    skills={
        "Skills": ("Financial reporting", "Budgeting", "Forecasting", "IFRS", "Excel", "SAP", "Power BI")
    },
    languages=(("English", "Native"),),
    extras=(("Memberships", ("Association of Chartered Certified Accountants, since 2015",)),),
    key_skills=("Budgeting", "Forecasting", "IFRS", "Excel", "SAP"),
)

NOAH = Person(
    name="Noah Bennett",
    title="High School Physics Teacher",
    email="noah.bennett@example.com",
    phone="(312) 555-0147",
    e164="+13125550147",
    place="Chicago, IL",
    links=(),
    summary="Teacher who builds half of his experiments from hardware store parts.",
    jobs=(
        Job(
            "High School Physics Teacher",
            "Lakeside Preparatory School",
            "Chicago, IL",
            "2017-08",
            None,
            (
                "Teach five classes of physics and one of robotics.",
                "Pass rate in AP Physics rose from 58 % to 81 %.",
            ),
        ),
        Job(
            "Science Tutor",
            "Bright Path Learning Center",
            "Evanston, IL",
            "2014-09",
            "2017-07",
            ("Tutored 120 students in small groups.",),
        ),
    ),
    schools=(
        School("Master of Education", "Northern Illinois University", "DeKalb, IL", "2015", "2017"),
        School("B.S. Physics", "Loyola University Chicago", "Chicago, IL", "2010", "2014"),
    ),
    skills={
        "Skills": ("Curriculum development", "Classroom management", "Python", "Arduino", "Google Classroom")
    },
    languages=(("English", "Native"), ("Spanish", "Intermediate")),
    extras=(("Volunteering", ("Coach, city robotics league, since 2018",)),),
    key_skills=("Curriculum development", "Classroom management", "Python", "Arduino"),
)

ELIF = Person(
    name="Elif Demir",
    title="Supply Chain Analyst",
    email="elif.demir@example.org",
    phone="+31 20 123 4581",
    e164="+31201234581",
    place="Rotterdam, Netherlands",
    links=("linkedin.com/in/elif-demir-example",),
    summary="Analyst for container flows and inventory. Thorough with data, quick with a phone.",
    jobs=(
        Job(
            "Supply Chain Analyst",
            "Maasport Shipping BV",
            "Rotterdam",
            "2021-03",
            None,
            ("Plan 2,400 containers a month.", "Cut demurrage costs by 18 % with a daily delay report."),
        ),
        Job(
            "Logistics Coordinator",
            "Tulip Foods",
            "Utrecht",
            "2018-02",
            "2021-02",
            ("Scheduled 90 trucks a week to six countries.",),
        ),
    ),
    schools=(
        School("BSc Industrial Engineering", "Istanbul Technical University", "Istanbul", "2013", "2017"),
    ),
    skills={"Skills": ("SAP", "Excel", "SQL", "Power BI", "Inventory management", "Demand planning")},
    languages=(("Turkish", "Native"), ("English", "C1"), ("Dutch", "B2")),
    key_skills=("SAP", "Excel", "SQL", "Power BI"),
)

SAMUEL = Person(
    name="Samuel Archer",
    title="Civil Engineer",
    email="samuel.archer@example.com",
    phone="(212) 555-0164",
    e164="+12125550164",
    place="New York, NY",
    links=(),
    summary=(
        "Licensed civil engineer for bridges and retaining walls. Twelve projects delivered on time, "
        "none of them without a surprise in the ground."
    ),
    jobs=(
        Job(
            "Civil Engineer",
            "Hudson Span Engineering",
            "New York, NY",
            "2017-05",
            None,
            (
                "Designed the replacement of four highway overpasses.",
                "Managed site inspections and a budget of $14 million.",
            ),
        ),
        Job(
            "Junior Engineer",
            "Keystone Structures",
            "Albany, NY",
            "2013-06",
            "2017-04",
            ("Checked load ratings of 75 bridges.", "Prepared drawings in AutoCAD and Civil 3D."),
        ),
    ),
    schools=(School("B.E. Civil Engineering", "University at Buffalo", "Buffalo, NY", "2009", "2013"),),
    skills={"Skills": ("AutoCAD", "Civil 3D", "Revit", "Project management", "Structural analysis")},
    languages=(("English", "Native"),),
    extras=(("Licenses", ("Professional Engineer, State of New York, 2017",)),),
    key_skills=("AutoCAD", "Civil 3D", "Revit", "Project management"),
)

NINA = Person(
    name="Nina Kowalska",
    title="Restaurant Manager",
    email="nina.kowalska@example.org",
    phone="+48 22 123 45 67",
    e164="+48221234567",
    place="Warsaw, Poland",
    links=(),
    summary="Restaurant manager with an eye for calm kitchens and full tables.",
    jobs=(
        Job(
            "Restaurant Manager",
            "Bistro Pod Lipami",
            "Warsaw",
            "2019-06",
            None,
            ("Lead 24 people in two shifts.", "Raised monthly revenue by 30 % in two years."),
        ),
        Job(
            "Assistant Manager",
            "Hotel Wisla",
            "Krakow",
            "2015-04",
            "2019-05",
            ("Planned banquets for up to 300 guests.",),
        ),
    ),
    schools=(School("Bachelor of Hospitality Management", "University of Warsaw", "Warsaw", "2011", "2014"),),
    skills={"Skills": ("Staff training", "Budgeting", "Customer service", "Inventory management", "Excel")},
    languages=(("Polish", "Native"), ("English", "Fluent")),
    key_skills=("Budgeting", "Customer service", "Excel"),
)

RAVI = Person(
    name="Ravi Menon",
    title="Site Reliability Engineer",
    email="ravi.menon@example.org",
    phone="+1 416-555-0123",
    e164="+14165550123",
    place="Toronto, Canada",
    links=("https://github.com/ravi-menon-example",),
    summary="I write the runbook before the incident.",
    jobs=(
        Job(
            "Site Reliability Engineer",
            "Maplegrid Energy",
            "Toronto",
            "2021-05",
            None,
            (
                "Own the metering platform: 1.1 million meters, 99.95 % availability.",
                "Error budgets for nine teams.",
            ),
        ),
        Job(
            "Software Developer",
            "Lakeshore Systems",
            "Toronto",
            "2017-06",
            "2021-04",
            ("Wrote billing services in Java and Kotlin.",),
        ),
    ),
    schools=(School("BASc Electrical Engineering", "University of Waterloo", "Waterloo", "2012", "2017"),),
    skills={"Skills": ("Java", "Kotlin", "Kubernetes", "Prometheus", "Terraform", "PostgreSQL")},
    languages=(("English", "Fluent"), ("Malayalam", "Native")),
    key_skills=("Java", "Kotlin", "Kubernetes", "Terraform"),
)

ELLA = Person(
    name="Ella Fraser",
    title="Frontend Developer",
    email="ella.fraser@example.com",
    phone="+44 113 496 0355",
    e164="+441134960355",
    place="Edinburgh, Scotland",
    links=("https://github.com/ella-fraser-example",),
    summary="Frontend developer for museums and libraries.",
    jobs=(
        Job(
            "Frontend Developer",
            "Castle Rock Digital",
            "Edinburgh",
            "2020-02",
            None,
            (
                "Built the catalogue of a national library in React and TypeScript.",
                "Brought all pages to WCAG 2.2 AA.",
            ),
        ),
        Job(
            "Web Developer",
            "Thistle Media",
            "Glasgow",
            "2016-10",
            "2020-01",
            ("Maintained 45 websites of small museums.",),
        ),
    ),
    schools=(School("BSc Computing Science", "University of Stirling", "Stirling", "2012", "2016"),),
    skills={"Skills": ("JavaScript", "TypeScript", "React", "HTML", "CSS", "Cypress")},
    languages=(("English", "Native"), ("Gaelic", "Conversational")),
    key_skills=("JavaScript", "TypeScript", "React", "CSS"),
)

GEORGE = Person(
    name="George Whitlock",
    title="Warehouse Supervisor",
    email="george.whitlock@example.com",
    phone="020 7946 0466",
    e164="+442079460466",
    place="Croydon, United Kingdom",
    links=(),
    summary="Warehouse supervisor, eleven years in food distribution.",
    jobs=(
        Job(
            "Warehouse Supervisor",
            "Southdown Foods",
            "Croydon",
            "2018-03",
            None,
            ("Lead 18 pickers on nights.", "No lost-time accident since 2020."),
        ),
        Job(
            "Forklift Operator",
            "Kingsway Logistics",
            "Slough",
            "2013-05",
            "2018-02",
            ("Loaded 40 lorries a shift.",),
        ),
    ),
    schools=(School("NVQ Level 3 Warehousing", "Croydon College", "Croydon", "2012", "2013"),),
    skills={"Skills": ("Inventory management", "Health and safety", "Forklift operation", "Excel")},
    languages=(("English", "Native"),),
    key_skills=("Inventory management", "Excel"),
)

YUKI = Person(
    name="Yuki Tanaka",
    title="Research Scientist",
    email="yuki.tanaka@example.org",
    phone="+81 3-1234-5678",
    e164="+81312345678",
    place="Tokyo, Japan",
    links=("https://github.com/yuki-tanaka-example",),
    summary="Materials scientist working on solid-state batteries.",
    jobs=(
        Job(
            "Research Scientist",
            "Aozora Materials",
            "Tokyo",
            "2020-04",
            None,
            ("Electrolyte films with twice the conductivity of the baseline.",),
        ),
        Job(
            "Postdoctoral Researcher",
            "Hokusei Institute",
            "Sapporo",
            "2018-04",
            "2020-03",
            ("Eight papers on sulfide glasses.",),
        ),
    ),
    schools=(School("PhD Materials Science", "Tohoku University", "Sendai", "2014", "2018"),),
    skills={"Methods": ("X-ray diffraction", "MATLAB", "Python", "Electrochemistry")},
    languages=(("Japanese", "Native"), ("English", "Fluent")),
    key_skills=("MATLAB", "Python"),
)

LUCIA = Person(
    name="Lucía Navarro Ortega",
    title="Ingeniera de software",
    email="lucia.navarro@example.org",
    phone="+34 911 23 45 67",
    e164="+34911234567",
    place="Madrid, España",
    links=("github.com/lucia-navarro-example",),
    summary="Ingeniera de software con siete años de experiencia en banca y seguros.",
    jobs=(
        Job(
            "Ingeniera de software",
            "Banca Alameda",
            "Madrid",
            "2020-09",
            None,
            (
                "Desarrollo de la pasarela de pagos en Java y Spring Boot.",
                "Migración de 40 servicios a Kubernetes sin cortes.",
            ),
        ),
        Job(
            "Desarrolladora web",
            "Seguros Levante",
            "Valencia",
            "2017-07",
            "2020-08",
            ("Portal de clientes en Angular con 300.000 usuarios.",),
        ),
    ),
    schools=(
        School(
            "Grado en Ingeniería Informática",
            "Universidad Politécnica de Valencia",
            "Valencia",
            "2013",
            "2017",
        ),
    ),
    skills={"Tecnologías": ("Java", "Spring Boot", "Angular", "Kubernetes", "PostgreSQL", "Git")},
    languages=(("Español", "nativo"), ("Inglés", "C1"), ("Catalán", "B2")),
    language="es",
    key_skills=("Java", "Spring Boot", "Angular", "Kubernetes", "PostgreSQL"),
)
