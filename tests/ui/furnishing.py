"""A house with a Monday that shows everything: over, running, free, full, dropped, open, lunch."""

from datetime import timedelta

from begegnung.services.dates import CancelDate, cancel_date
from begegnung.services.houses import AddRoom, add_room
from begegnung.services.staff import AddStaff, add_staff
from tests.desks import MONDAY, SECOND, SHARED_ROOM, House

GYM = "Gymnastikraum"


def furnish(house: House) -> None:
    """Adds a room, a user, people and seven offers with dates this Monday and in a week."""
    house.act(add_room, AddRoom(GYM, capacity=15))
    house.desk.actor = house.act(add_staff, AddStaff("Frau Empfang")).value
    gerhard = house.person("Müller", "Gerhard", birth_year=1950, phone="0231 555001")
    house.person("Müller", "Gertrud", birth_year=1936, mobile="0170 555002")
    house.person("Müller", "Gerhard", birth_year=1958, street="Musterweg 1")
    others = house.people(6)

    back = house.offer("Rückenfit am Morgen", capacity=15, leader="Petra Beispiel")
    english = house.offer("Englisch A2", capacity=12)
    yoga = house.offer("Yoga auf dem Stuhl", capacity=5, leader="Renate Beispiel")
    memory = house.offer("Gedächtnistraining", capacity=2)
    lunch = house.offer("Mittagstisch", "lunch", capacity=40)
    games = house.offer("Spieletreff", "open_meeting")
    dance = house.offer("Tanzcafé", "event", capacity=60)
    house.offer("Chor", "group")

    for day in (MONDAY, MONDAY + timedelta(days=7)):
        house.one_date(back, 480, 540, day=day, room=GYM)
        house.one_date(english, 525, 615, day=day, room=SECOND)
        house.one_date(yoga, 600, 660, day=day)
        house.one_date(memory, 630, 720, day=day, room=SECOND)
        house.one_date(lunch, 720, 810, day=day, room=SHARED_ROOM)
        house.one_date(games, 840, 960, day=day, room=SHARED_ROOM)
    dropped = house.one_date(dance, 900, 1020)
    house.act(cancel_date, CancelDate(dropped, "Leitung verhindert"))
    for person in others[:3]:
        house.book(person, yoga)
    for person in others[3:6]:
        house.book(person, memory)
    house.book(gerhard, english)
